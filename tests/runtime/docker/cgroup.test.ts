import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { findCgroup } from '../../../src/runtime/docker/cgroup.ts';
import type { Cgroup } from '../../../src/runtime/docker/cgroup.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const ID = '5e1f'.repeat(16);
const PID = 4711;

let proc: string;
let cgroup: string;

beforeEach(() => {
  proc = tempFolder();
  cgroup = tempFolder();
});

/** What the kernel says of the groups of the container's first process. */
function memberOf(...lines: string[]): void {
  writeInto(proc, `${PID}/cgroup`, lines.map((line) => `${line}\n`).join(''));
}

function find(): Cgroup | null {
  return findCgroup(PID, ID, { proc, cgroup });
}

const V1 = [`12:memory:/docker/${ID}`, `4:cpuset:/docker/${ID}`, `3:cpuacct:/docker/${ID}`];
const V2 = `0::/system.slice/docker-${ID}.scope`;
const CPU_STAT = 'usage_usec 5000123\nuser_usec 4000000\nsystem_usec 1000123\nnr_periods 0\n';

/** Gives its folder. */
function addV1(mount: string, usage_ns: string, name = `docker/${ID}`): string {
  const folder = path.join(mount, name);
  writeInto(cgroup, path.join(folder, 'cgroup.procs'), '4711\n4712\n');
  return path.dirname(writeInto(cgroup, path.join(folder, 'cpuacct.usage'), `${usage_ns}\n`));
}

function addV2(name = `system.slice/docker-${ID}.scope`): string {
  writeInto(cgroup, path.join(name, 'cgroup.procs'), '4711\n4712\n4713\n');
  return path.dirname(writeInto(cgroup, path.join(name, 'cpu.stat'), CPU_STAT));
}

describe('the group of a container', () => {
  test('has its CPU time in ns by cgroup v1', () => {
    memberOf(...V1);
    addV1('cpuacct', '5000123456');
    expect(find()?.cpuNs()).toBe(5_000_123_456);
    expect(find()?.pids()).toEqual([4711, 4712]);
  });

  test('has it where v1 mounts two controllers together', () => {
    memberOf(`5:cpu,cpuacct:/docker/${ID}`);
    addV1('cpu,cpuacct', '17');
    expect(find()?.cpuNs()).toBe(17);
  });

  test('has it in us by cgroup v2', () => {
    memberOf(V2);
    addV2();
    expect(find()?.cpuNs()).toBe(5_000_123_000);
    expect(find()?.pids()).toEqual([4711, 4712, 4713]);
  });

  test('has it by v1 where v2 is there as well, without controllers', () => {
    memberOf(...V1, `0::/docker/${ID}`);
    addV1('cpuacct', '99');
    writeInto(cgroup, `unified/docker/${ID}/cgroup.procs`, '4711\n');
    expect(find()?.cpuNs()).toBe(99);
  });

  test('has it by v2 where v1 has other controllers only', () => {
    memberOf(`7:hugetlb:/docker/${ID}`, V2);
    addV2();
    expect(find()?.cpuNs()).toBe(5_000_123_000);
  });

  test('may have colons in its path, as systemd makes them for some engines', () => {
    memberOf(`3:cpuacct:/kubepods/pod:1/${ID}`);
    addV1('cpuacct', '5', `kubepods/pod:1/${ID}`);
    expect(find()?.cpuNs()).toBe(5);
  });

  test('is read anew each time', () => {
    memberOf(...V1);
    const folder = addV1('cpuacct', '10');
    const group = find();
    writeFileSync(path.join(folder, 'cpuacct.usage'), '25\n');
    appendFileSync(path.join(folder, 'cgroup.procs'), '4800\n');
    expect(group?.cpuNs()).toBe(25);
    expect(group?.pids()).toEqual([4711, 4712, 4800]);
  });

  test.each([
    ['v1', () => addV1('cpuacct', '10'), V1],
    ['v2', () => addV2(), [V2]],
  ])('says nothing once it is gone, by %s', (_, add, lines) => {
    memberOf(...lines);
    const folder = add();
    const group = find();
    expect(group?.cpuNs()).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
    expect(group?.cpuNs()).toBeNull();
    expect(group?.pids()).toEqual([]);
  });
});

describe('there is no group', () => {
  test('for a process that does not exist', () => {
    addV1('cpuacct', '10');
    expect(find()).toBeNull();
  });

  test('when the pid is one of another namespace, and here that of somebody else', () => {
    memberOf('3:cpuacct:/user.slice', '0::/user.slice');
    addV1('cpuacct', '10', 'user.slice');
    addV2('user.slice');
    expect(find()).toBeNull();
  });

  test('when another controller alone names the container', () => {
    memberOf(`4:cpuset:/docker/${ID}`, '3:cpuacct:/');
    addV1('cpuacct', '10', '/');
    expect(find()).toBeNull();
  });

  test('when the folders of the kernel are not to be seen, or not those of the CPU', () => {
    memberOf(...V1, V2);
    expect(find()).toBeNull();
    writeInto(cgroup, `cpuacct/docker/${ID}/cgroup.procs`, '4711\n');
    writeInto(cgroup, `system.slice/docker-${ID}.scope/cgroup.procs`, '4711\n');
    expect(find()).toBeNull();
  });

  test('when its path leads out of what this process can see', () => {
    // So a namespace of groups shows one that lies beside its own root.
    memberOf(`3:cpuacct:/../${ID}`, `0::/../${ID}`);
    addV1('cpuacct', '10', '/');
    expect(find()).toBeNull();
  });
});
