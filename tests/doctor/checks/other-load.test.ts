import { expect, test } from '@jest/globals';
import { checkOtherLoad } from '../../../src/doctor/checks/other-load.ts';
import type { OtherLoadFacts } from '../../../src/doctor/facts.ts';
import { doctorFacts, topology } from '../facts-fixture.ts';
import { findingOf } from '../find-finding.ts';

function check(foreign_cpus: number, steal_cpus: number, online = 8) {
  const { cpus } = doctorFacts();
  const other_load: OtherLoadFacts = { duration_ms: 2004, foreign_cpus, steal_cpus };
  const findings = checkOtherLoad(
    doctorFacts({ other_load, cpus: { ...cpus, online, topology: topology({ cpus: online }) } }),
  );
  return { foreign: findingOf(findings, 'cpu:foreign'), steal: findingOf(findings, 'cpu:steal') };
}

test('a quiet machine is fine', () => {
  expect(check(0.08, 0)).toMatchObject({
    foreign: { status: 'ok', found: '1 % of 8 CPUs over 2 s' },
    steal: { status: 'ok', found: '0 % of 8 CPUs over 2 s' },
  });
});

test('a busy program weighs the more the smaller the machine is', () => {
  expect(check(1, 0, 64).foreign).toMatchObject({
    status: 'ok',
    found: '1.6 % of 64 CPUs over 2 s',
  });
  expect(check(1, 0, 8).foreign).toMatchObject({
    status: 'warn',
    found: '12.5 % of 8 CPUs over 2 s',
  });
  expect(check(1, 0, 1).foreign).toMatchObject({
    status: 'warn',
    found: '100 % of the CPU over 2 s',
  });
});

test('time that a hypervisor takes away is told apart from it', () => {
  expect(check(0, 0.5)).toMatchObject({
    foreign: { status: 'ok' },
    steal: { status: 'warn', found: '6.3 % of 8 CPUs over 2 s' },
  });
});

test('what could not be read is not known, which is a warning', () => {
  for (const finding of checkOtherLoad(doctorFacts({ other_load: null })))
    expect(finding).toMatchObject({ status: 'warn', found: expect.stringMatching(/^not known: /) });
});
