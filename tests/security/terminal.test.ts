/** `list` and `doctor` show what manifests, tools and engines say; none of it reaches a terminal as a code. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { doctorReport } from '../../src/doctor/report.ts';
import { renderDoctor, renderDoctorJson } from '../../src/report/doctor.ts';
import { HOSTILE_TEXTS } from '../report/hostile.ts';
import { writeService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';

// eslint-disable-next-line no-control-regex -- none may be left
const CODES = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

test('list shows titles and languages without codes, each on its line', async () => {
  const work = tempFolder();
  HOSTILE_TEXTS.forEach((text, index) => {
    // A lone surrogate is no UTF-8, which a file of YAML is.
    const shown = Buffer.from(text).toString();
    writeService(work, { name: `s${index}`, manifest: { title: shown, language: shown } });
  });
  const { stdout, exitCode } = await pairbench(['list', '--services', work], work);
  expect(exitCode).toBe(0);
  expect(stdout).not.toMatch(CODES);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2 + 2 * HOSTILE_TEXTS.length);
});

test('doctor shows what it found without codes', () => {
  const findings = HOSTILE_TEXTS.map((text, index) => ({
    group: 'docker' as const,
    id: `docker:${index}`,
    status: 'warn' as const,
    ...{ title: text, found: text, costs: text },
    cure: { kind: index % 2 === 0 ? ('command' as const) : ('advice' as const), text },
  }));
  const report = doctorReport(findings, [...HOSTILE_TEXTS], '1.2.3');
  expect(renderDoctor(report, { colour: false, width: 80 })).not.toMatch(CODES);
  expect(JSON.parse(renderDoctorJson(report))).toMatchObject({ counts: { warn: findings.length } });
});

test('to look for a Python module runs no file of the folder where the user stands', async () => {
  const work = tempFolder();
  const requires = [{ python_module: 'pairbench_probe' }];
  writeService(work, { name: 'probing', manifest: { requires } });
  writeInto(work, 'pairbench_probe.py', 'open("pwned", "w")\n');
  const { stdout } = await pairbench(['list', '--services', work], work);
  expect(stdout).toContain('the Python module pairbench_probe is missing');
  expect(existsSync(path.join(work, 'pwned'))).toBe(false);
});
