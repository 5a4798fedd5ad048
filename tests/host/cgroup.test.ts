import { beforeEach, describe, expect, test } from '@jest/globals';
import { readCgroup, throttledCounter } from '../../src/host/cgroup.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

/** Stands for `/`. */
let root: string;

beforeEach(() => {
  root = tempFolder();
});

function groups(text: string): void {
  writeInto(root, 'proc/self/cgroup', text);
}

function file(name: string, text: string): void {
  writeInto(root, `sys/fs/cgroup/${name}`, `${text}\n`);
}

describe('version 2', () => {
  test('without a limit', () => {
    groups('0::/user.slice/app\n');
    file('user.slice/app/cpu.max', 'max 100000');
    expect(readCgroup(root)).toEqual({ version: 2, cpu_quota: null });
  });

  test('gives the strictest limit of the group and those above it', () => {
    groups('0::/user.slice/app\n');
    file('user.slice/app/cpu.max', '300000 100000');
    file('user.slice/cpu.max', '150000 100000');
    expect(readCgroup(root)).toEqual({ version: 2, cpu_quota: 1.5 });
  });

  test('in a container, where the own group is the root', () => {
    groups('0::/\n');
    file('cpu.max', '50000 100000');
    expect(readCgroup(root)).toEqual({ version: 2, cpu_quota: 0.5 });
  });
});

describe('version 1', () => {
  test('without a limit', () => {
    groups('4:memory:/a\n2:cpu,cpuacct:/a\n');
    file('cpu/a/cpu.cfs_quota_us', '-1');
    file('cpu/a/cpu.cfs_period_us', '100000');
    expect(readCgroup(root)).toEqual({ version: 1, cpu_quota: null });
  });

  test.each(['cpu', 'cpu,cpuacct', 'cpuacct,cpu'])('with a limit, mounted as %s', (controllers) => {
    groups(`2:${controllers}:/docker/0123\n1:cpuset:/\n`);
    file('cpu/docker/0123/cpu.cfs_quota_us', '200000');
    file('cpu/docker/0123/cpu.cfs_period_us', '100000');
    expect(readCgroup(root)).toEqual({ version: 1, cpu_quota: 2 });
  });

  test('in a container, whose path is that of the host', () => {
    groups('2:cpu:/docker/0123\n');
    file('cpu/cpu.cfs_quota_us', '50000');
    file('cpu/cpu.cfs_period_us', '100000');
    expect(readCgroup(root).cpu_quota).toBe(0.5);
  });

  test('beside an empty version 2 is still version 1', () => {
    groups('1:name=systemd:/a\n2:cpu:/a\n0::/a\n');
    expect(readCgroup(root).version).toBe(1);
  });
});

test('a kernel without control groups has none', () => {
  expect(readCgroup(root)).toEqual({ version: null, cpu_quota: null });
});

test('this machine is read', () => {
  expect([1, 2, null]).toContain(readCgroup('/').version);
});

describe('the time for which a quota kept the group from the CPUs', () => {
  test('is that of the group and those above it, in nanoseconds', () => {
    groups('0::/user.slice/app\n');
    file('user.slice/app/cpu.stat', 'usage_usec 9\nnr_throttled 2\nthrottled_usec 1500');
    file('user.slice/cpu.stat', 'usage_usec 9\nthrottled_usec 500');
    const counter = throttledCounter(root);
    expect(counter()).toBe(2_000_000);
    file('user.slice/app/cpu.stat', 'usage_usec 9\nnr_throttled 3\nthrottled_usec 1700');
    expect(counter()).toBe(2_200_000);
  });

  test('is counted in nanoseconds by version 1', () => {
    groups('2:cpu,cpuacct:/docker/0123\n');
    file('cpu/docker/0123/cpu.stat', 'nr_periods 0\nnr_throttled 0\nthrottled_time 1234');
    expect(throttledCounter(root)()).toBe(1234);
  });

  test('comes from the groups that count, where others above do not', () => {
    groups('0::/app\n');
    file('app/cpu.stat', 'usage_usec 9\nthrottled_usec 3');
    file('cpu.stat', 'usage_usec 9\nuser_usec 8');
    expect(throttledCounter(root)()).toBe(3000);
  });

  test('is not known where no group counts', () => {
    groups('0::/app\n');
    file('app/cpu.stat', 'usage_usec 9\nuser_usec 8');
    expect(throttledCounter(root)()).toBeNull();
  });

  test('is not known on a kernel without control groups', () => {
    expect(throttledCounter(root)()).toBeNull();
  });
});
