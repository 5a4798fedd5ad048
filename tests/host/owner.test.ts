import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { orphans, OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { ProcessFamily } from '../../src/host/process-family.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';

const DEAD_OWNER = `${process.pid}.1`; // this pid never started at the first tick

test('a process is an orphan once the tool that started it is gone', async () => {
  const ours = await startChild(['sleep', '60'], { [OWNER_VARIABLE]: ownOwner() });
  const left = await startChild(['sleep', '60'], { [OWNER_VARIABLE]: DEAD_OWNER });
  const strange = await startChild(['sleep', '60'], { [OWNER_VARIABLE]: 'somebody' });
  const found = orphans().map(({ pid }) => pid);
  expect(found).toContain(left.pid);
  expect(found).not.toContain(ours.pid);
  expect(found).not.toContain(strange.pid);
});

const IN_NAMESPACE = ['unshare', '--pid', '--fork'] as const;
/** Skipped, and shown as such, where no pid namespace can be made. */
const testWithNamespace =
  spawnSync(IN_NAMESPACE[0], [...IN_NAMESPACE.slice(1), 'true']).status === 0 ? test : test.skip;

testWithNamespace(
  'a process of another pid namespace has an owner that cannot be seen',
  async () => {
    const { pid } = await startChild([...IN_NAMESPACE, 'sleep', '60'], {
      [OWNER_VARIABLE]: DEAD_OWNER,
    });
    const family = new ProcessFamily(pid);
    await until('it has a child', () => family.pids().length === 2);
    const [outside, inside] = family.pids();
    const found = orphans().map((one) => one.pid);
    expect(found).toContain(outside);
    expect(found).not.toContain(inside);
  },
);
