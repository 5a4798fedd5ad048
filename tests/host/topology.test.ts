import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseCpuList } from '../../src/host/cpu-list.ts';
import { readTopology } from '../../src/host/topology.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

/** Stands for `/`. */
let root: string;

beforeEach(() => {
  root = tempFolder();
});

function file(name: string, text: string): void {
  writeInto(root, name, `${text}\n`);
}

function allow(list: string): void {
  file('proc/self/status', `Name:\tnode\nCpus_allowed_list:\t${list}`);
}

/** Siblings as the kernel lists them, one list a core. */
function cores(...siblings: string[]): void {
  for (const list of siblings)
    for (const cpu of parseCpuList(list) ?? [])
      file(`sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, list);
}

const speeds = (): [number, number][] => readTopology(root).map(({ cpu, speed }) => [cpu, speed]);

describe('the topology of a machine', () => {
  test('has the CPUs that this process may use, with cores and nodes', () => {
    allow('1-2,4-5');
    file('sys/devices/system/cpu/online', '0-5');
    cores('0,3', '1,4', '2,5');
    file('sys/devices/system/node/node0/cpulist', '0,3');
    file('sys/devices/system/node/node1/cpulist', '1-2,4-5');
    expect(readTopology(root)).toEqual([
      { cpu: 1, core: '1,4', node: 1, speed: 1 },
      { cpu: 2, core: '2,5', node: 1, speed: 1 },
      { cpu: 4, core: '1,4', node: 1, speed: 1 },
      { cpu: 5, core: '2,5', node: 1, speed: 1 },
    ]);
  });

  test('leaves out CPUs that are offline, or that the machine never had', () => {
    allow('0-127');
    file('sys/devices/system/cpu/online', '0-1,3');
    expect(readTopology(root).map(({ cpu }) => cpu)).toEqual([0, 1, 3]);
  });

  test('is one node with a core for each CPU where the kernel tells no more', () => {
    allow('0-1');
    expect(readTopology(root)).toEqual([
      { cpu: 0, core: '0', node: 0, speed: 1 },
      { cpu: 1, core: '1', node: 0, speed: 1 },
    ]);
  });

  test('of this machine has a CPU', () => {
    expect(readTopology().length).toBeGreaterThan(0);
  });
});

describe('the speed of a CPU', () => {
  beforeEach(() => {
    allow('0-3');
  });

  test('is its kind where x86 has several, whatever the clock', () => {
    file('sys/devices/cpu_core/cpus', '0-1');
    file('sys/devices/cpu_atom/cpus', '2-3');
    file('sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq', '5700000');
    expect(speeds()).toEqual([
      [0, 4],
      [1, 4],
      [2, 2],
      [3, 2],
    ]);
  });

  test('is its capacity, else its highest clock', () => {
    file('sys/devices/system/cpu/cpu0/cpu_capacity', '1024');
    file('sys/devices/system/cpu/cpu1/cpu_capacity', '446');
    file('sys/devices/system/cpu/cpu2/cpufreq/cpuinfo_max_freq', '5000000');
    file('sys/devices/system/cpu/cpu3/cpufreq/cpuinfo_max_freq', '<unknown>');
    expect(speeds().map(([, speed]) => speed)).toEqual([1024, 446, 5_000_000, 1]);
  });

  test('is the same for all where there is one kind alone', () => {
    file('sys/devices/cpu_core/cpus', '0-3');
    expect(new Set(speeds().map(([, speed]) => speed)).size).toBe(1);
  });
});
