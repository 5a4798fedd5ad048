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
  // One that is asked only would stay, and so would one that leads a session of its own.
  const command = ['sh', '-c', 'setsid sh -c "trap : TERM; sleep 600; :" & echo $! $$; wait'];
  const { ok, fault } = await execute({ command, limit_s: 0.5 }, (chunk) => {
    printed += chunk.toString();
  });
  expect(ok).toBe(false);
  expect(fault?.message).toMatch(/^It did not end within 0\.5 s and was ended with all/);
  const told = [...(fault?.message ?? '').matchAll(/^ {2}(\d+) (.*)$/gm)];
  expect(told.map(([, , words]) => words)).toContain('sleep 600');
  const pids = told.map(([, pid]) => Number(pid));
  expect(pids).toEqual(expect.arrayContaining(printed.trim().split(' ').map(Number)));
  await until('all of it has ended', () => !pids.some(isThere));
});
