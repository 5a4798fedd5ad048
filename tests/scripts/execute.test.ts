import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { execute } from '../../scripts/testing/execute.js';
import { until } from '../helpers/until.ts';

const isThere = (pid: number) => existsSync(`/proc/${pid}/stat`);

test('a command that ends in time tells whether it did well, and what it prints', async () => {
  let printed = '';
  const command = ['sh', '-c', 'echo "$PAIRBENCH_RUNTIME"; exit 3'];
  const failed = await execute({ command }, (chunk) => (printed += chunk.toString()));
  expect(failed).toEqual({ ok: false, fault: undefined });
  expect(printed).toBe('process\n');
  expect(await execute({ command: ['true'] })).toEqual({ ok: true, fault: undefined });
});

test('a program that is not there is told', async () => {
  const { ok, fault } = await execute({ command: ['./no-such-program'] });
  expect(ok).toBe(false);
  expect(fault?.message).toContain('ENOENT');
});

test('a command that hangs is ended with all that it has started, and told', async () => {
  let printed = '';
  // The one in the background takes no notice of the first signal.
  const command = ['sh', '-c', '(trap "" TERM; exec sleep 600) & echo $! $$; wait'];
  const hung = execute({ command, limit_s: 0.3, grace_s: 0.2 }, (chunk) => {
    printed += chunk.toString();
  });
  const { ok, fault } = await hung;
  expect(ok).toBe(false);
  expect(fault?.message).toMatch(/^It did not end within 0\.3 s and was ended\./);
  expect(fault?.message).toContain('sleep 600');
  const pids = printed.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  const obedient = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.05; done'];
  expect((await execute({ command: obedient, limit_s: 0.3 })).ok).toBe(false);
  await until('all of it has ended', () => !pids.some(isThere));
});
