import { expect, test } from '@jest/globals';
import { orphans, OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { startChild } from '../helpers/children.ts';

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
