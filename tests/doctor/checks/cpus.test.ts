import { describe, expect, test } from '@jest/globals';
import { checkCpus } from '../../../src/doctor/checks/cpus.ts';
import type { CpuFacts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import { doctorFacts, topology } from '../facts-fixture.ts';
import type { Shape } from '../facts-fixture.ts';
import { findingOf } from '../find-finding.ts';

function check(bent: Partial<CpuFacts>, id: string): Finding {
  const facts = doctorFacts();
  return findingOf(checkCpus({ ...facts, cpus: { ...facts.cpus, ...bent } }), id);
}

function cores(shape: Shape, online = shape.cpus): Finding {
  return check({ topology: topology(shape), online }, 'cpu:topology');
}

describe('cores', () => {
  test.each<[Shape, string]>([
    [{ cpus: 2 }, '2 CPUs on 2 cores: server on CPU 0, client on CPU 1'],
    [{ cpus: 8 }, '8 CPUs on 8 cores: server on CPUs 1-3, client on CPUs 4-6, CPUs 0,7 left over'],
    [
      { cpus: 64, threads_per_core: 2 },
      '64 CPUs on 32 cores (SMT): server on CPUs 1-15,33-47, client on CPUs 16-30,48-62, ' +
        'CPUs 0,31-32,63 left over',
    ],
    [
      { cpus: 32, threads_per_core: 2, nodes: 2 },
      '32 CPUs on 16 cores (SMT), 2 memory nodes: server on CPUs 8-11,24-27, client on CPUs ' +
        '12-15,28-31, CPUs 0-7,16-23 left over',
    ],
    [{ cpus: 3 }, '3 CPUs on 3 cores: server on CPU 0, client on CPU 1, CPU 2 left over'],
  ])('of %j are shared out', (shape, found) => {
    expect(cores(shape)).toMatchObject({ status: 'ok', found });
  });

  test('fewer than the machine has are told', () => {
    expect(cores({ cpus: 4 }, 64).found).toMatch(/^4 CPUs of 64 on 4 cores: /);
  });

  test.each<[Shape, string]>([
    [{ cpus: 1 }, '1 CPU on 1 core'],
    [{ cpus: 2, threads_per_core: 2 }, '2 CPUs on 1 core (SMT)'],
  ])('of %j are too few', (shape, found) => {
    const finding = cores(shape);
    expect(finding).toMatchObject({
      status: 'warn',
      found,
      cure: { kind: 'advice', text: 'use a machine with two cores or more' },
    });
    expect(finding).toHaveProperty('costs', expect.stringContaining('share one core'));
  });

  test('are too few where pairbench was given only one of many', () => {
    expect(cores({ cpus: 1 }, 8)).toHaveProperty(
      'cure.text',
      expect.stringContaining('more of the 8 CPUs'),
    );
  });
});

describe('the governor', () => {
  test.each([
    [new Map([['performance', [0, 1]]]), 'performance'],
    [new Map(), 'not known: the kernel sets no clock here, as in most virtual machines'],
  ])('%j is fine', (governors, found) => {
    expect(check({ governors }, 'cpu:governor')).toMatchObject({ status: 'ok', found });
  });

  test('that saves power on some CPUs is named with them', () => {
    const governors = new Map([
      ['performance', [0, 1]],
      ['powersave', [2]],
      ['schedutil', [3, 4, 5]],
    ]);
    expect(check({ governors }, 'cpu:governor')).toMatchObject({
      status: 'warn',
      found: 'powersave on CPU 2, schedutil on CPUs 3-5',
      cure: {
        kind: 'command',
        text: 'echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor',
      },
    });
  });

  test('is set by root without sudo', () => {
    const facts = doctorFacts({ is_root: true });
    const governors = new Map([['ondemand', [0]]]);
    const findings = checkCpus({ ...facts, cpus: { ...facts.cpus, governors } });
    expect(findingOf(findings, 'cpu:governor')).toHaveProperty(
      'cure.text',
      expect.stringContaining('| tee '),
    );
  });
});

describe('the control group', () => {
  test.each([
    [{ version: null, cpu_quota: null }, 'none: CPU time is not limited'],
    [{ version: 1, cpu_quota: null }, 'version 1, CPU time is not limited'],
    [{ version: 2, cpu_quota: 8 }, 'version 2, CPU time is not limited'],
  ] as const)('%j does not slow anything', (cgroup, found) => {
    expect(check({ cgroup }, 'cpu:cgroup')).toMatchObject({ status: 'ok', found });
  });

  test('with less time than CPUs does', () => {
    expect(check({ cgroup: { version: 2, cpu_quota: 1.5 } }, 'cpu:cgroup')).toMatchObject({
      status: 'warn',
      found: 'version 2, CPU time limited to that of 1.5 CPUs',
    });
  });
});
