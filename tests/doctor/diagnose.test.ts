import { expect, test } from '@jest/globals';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { findingSchema } from '../../src/doctor/finding.ts';
import { doctorReport } from '../../src/doctor/report.ts';
import { doctorFacts } from './facts-fixture.ts';

test('a machine that lacks nothing has no finding but ok', () => {
  const findings = diagnose(doctorFacts());
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(findings.length).toBeGreaterThan(12);
});

test('every finding has an id of its own and fits the schema', () => {
  const findings = diagnose(doctorFacts({ is_root: true, has_apt: false, other_load: null }));
  const ids = findings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const finding of findings) expect(findingSchema.parse(finding)).toEqual(finding);
});

test('the report counts the findings', () => {
  const nofile = { soft: 50, hard: 50, spare: 64 };
  const findings = diagnose(doctorFacts({ nofile, other_load: null }));
  expect(doctorReport(findings, ['a'], '1.2.3')).toEqual({
    schema: 'pairbench.doctor/1',
    tool_version: '1.2.3',
    services: ['a'],
    counts: { ok: findings.length - 3, warn: 2, fail: 1 },
    findings,
  });
});
