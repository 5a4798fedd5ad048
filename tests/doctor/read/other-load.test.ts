import { expect, test } from '@jest/globals';
import { readOtherLoad } from '../../../src/doctor/read/other-load.ts';
import { startChild } from '../../helpers/children.ts';

test('a busy program is noticed', async () => {
  await startChild(['sh', '-c', 'while :; do :; done']);
  const load = await readOtherLoad(500, new AbortController().signal);
  expect(load?.foreign_cpus).toBeGreaterThan(0);
  expect(load?.steal_cpus).toBeGreaterThanOrEqual(0);
});

test('the look can be broken off', async () => {
  const controller = new AbortController();
  const look = readOtherLoad(60_000, controller.signal);
  controller.abort();
  await expect(look).rejects.toThrow('aborted');
});
