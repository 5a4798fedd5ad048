import { describe, expect, test } from '@jest/globals';
import {
  commandLine,
  identify,
  isRunning,
  processesMarked,
  readStat,
} from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';

const NO_PID = 4_194_305; // above the kernel's largest

/** `exec` leaves a parent that never asks for its child's exit; the child ends after it. */
const ZOMBIE = 'while grep -q "^sh$" /proc/$$/comm; do :; done & echo $!; exec sleep 60';

describe('the identity of a process', () => {
  test('is its pid and start time, and it runs', () => {
    const own = identify(process.pid);
    expect(own).toEqual({ pid: process.pid, start_ticks: expect.stringMatching(/^\d+$/) });
    expect(own && isRunning(own)).toBe(true);
  });

  test('of a pid that is not used is null', () => {
    expect(identify(NO_PID)).toBeNull();
    expect(isRunning({ pid: NO_PID, start_ticks: '1' })).toBe(false);
  });

  test('with another start time is another process', () => {
    expect(isRunning({ pid: process.pid, start_ticks: '1' })).toBe(false);
  });

  test('survives a command name with spaces and parentheses', async () => {
    const { pid, line } = await startChild([
      'python3',
      '-c',
      [
        'import time',
        "open('/proc/self/comm', 'w').write(') Z 1 (')",
        "print('named', flush=True)",
        'time.sleep(60)',
      ].join('\n'),
    ]);
    expect(await line()).toBe('named');
    expect(readStat(pid)).toMatchObject({
      parent: process.pid,
      state: expect.stringMatching(/^[RS]$/),
    });
  });

  test('a zombie does not run any more', async () => {
    const { line } = await startChild(['sh', '-c', ZOMBIE]);
    const pid = Number(await line());
    await until('it is a zombie', () => readStat(pid)?.state === 'Z');
    const zombie = identify(pid);
    expect(zombie).not.toBeNull();
    expect(zombie && isRunning(zombie)).toBe(false);
  });
});

describe('processes with a mark', () => {
  const MARK = 'PAIRBENCH_TEST_MARK';

  test('are found by the value of the variable, descendants included', async () => {
    const value = `own-${process.pid}`;
    const command = ['sh', '-c', 'sleep 60 & echo $!; wait'] as const;
    const marked = await startChild(command, { [MARK]: value });
    const child = Number(await marked.line());
    await startChild(command, { [MARK]: `${value}0` });
    await startChild(command, { [`${MARK}_2`]: value });
    const found = processesMarked(MARK, (text) => text === value).map(({ pid }) => pid);
    expect(found.sort()).toEqual([marked.pid, child].sort());
  });

  test('that are zombies are left out', async () => {
    const value = `zombie-${process.pid}`;
    const parent = await startChild(['sh', '-c', ZOMBIE], { [MARK]: value });
    const pid = Number(await parent.line());
    await until('it is a zombie', () => readStat(pid)?.state === 'Z');
    const found = processesMarked(MARK, (text) => text === value);
    expect(found.map((one) => one.pid)).toEqual([parent.pid]);
  });
});

describe('the command line', () => {
  test('is that of the process', async () => {
    const { pid } = await startChild(['sleep', '61.5']);
    await until('it has its own program', () => commandLine(pid).startsWith('sleep'));
    expect(commandLine(pid)).toBe('sleep 61.5');
  });

  test('of a process that is gone is a question mark', () => {
    expect(commandLine(NO_PID)).toBe('?');
  });
});
