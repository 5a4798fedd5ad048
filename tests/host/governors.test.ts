import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readGovernors } from '../../src/host/governors.ts';
import { readTopology } from '../../src/host/topology.ts';

test('each CPU of this machine has one governor, or none has', () => {
  const cpus = readTopology().map(({ cpu }) => cpu);
  const found = [...readGovernors(cpus).values()].flat();
  const sets = cpus.filter((cpu) => existsSync(`/sys/devices/system/cpu/cpu${cpu}/cpufreq`));
  expect(found.toSorted((a, b) => a - b)).toEqual(sets);
});

test('a CPU that does not exist has none', () => {
  expect(readGovernors([99_999]).size).toBe(0);
});
