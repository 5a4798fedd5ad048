import { describe, expect, test } from '@jest/globals';
import { checkClock } from '../../../src/doctor/checks/clock.ts';
import type { ClockFacts, DoctorFacts } from '../../../src/doctor/facts.ts';
import { doctorFacts } from '../facts-fixture.ts';
import { findingOf } from '../find-finding.ts';

function check(id: string, clock: Partial<ClockFacts>, bent: Partial<DoctorFacts> = {}) {
  const facts = doctorFacts(bent);
  return findingOf(checkClock({ ...facts, clock: { ...facts.clock, ...clock } }), id);
}

describe('the source', () => {
  test.each(['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter'])(
    '%s is fast',
    (source) => {
      expect(check('clock:source', { source })).toMatchObject({ status: 'ok', found: source });
    },
  );

  test('that is slow can be changed where there is a fast one', () => {
    expect(check('clock:source', { source: 'hpet', available: ['tsc', 'hpet'] })).toMatchObject({
      status: 'warn',
      found: 'hpet (there are: tsc, hpet)',
      cure: { kind: 'command', text: expect.stringMatching(/^echo tsc \| sudo tee \/sys\//) },
    });
    expect(check('clock:source', { source: 'acpi_pm', available: ['acpi_pm'] })).toMatchObject({
      status: 'warn',
      cure: { kind: 'advice' },
    });
  });

  test('may not be known', () => {
    expect(check('clock:source', { source: null })).toMatchObject({
      status: 'warn',
      found: 'not known: the kernel does not tell',
    });
  });
});

describe('the time', () => {
  test('that is synchronised is fine', () => {
    expect(check('clock:synchronised', {})).toMatchObject({ status: 'ok', found: 'synchronised' });
  });

  test.each([
    [true, { kind: 'command', text: 'sudo timedatectl set-ntp true' }],
    [false, { kind: 'advice', text: 'run a time service such as chrony' }],
  ])('that is not is cured by systemd where it runs: %s', (has_systemd, cure) => {
    expect(check('clock:synchronised', { synchronised: false }, { has_systemd })).toMatchObject({
      status: 'warn',
      found: 'not synchronised',
      cure,
    });
  });

  test('may not be known', () => {
    expect(check('clock:synchronised', { synchronised: null })).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/^not known: /),
    });
  });
});
