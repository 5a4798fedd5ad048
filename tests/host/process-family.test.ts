import { describe, expect, it } from '@jest/globals';
import { ProcessFamily, withDescendants } from '../../src/host/process-family.ts';
import { identify, readStat } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';

const isGone = (pid: number) => () => !new ProcessFamily(process.pid).pids().includes(pid);

describe('the family of a process', () => {
  it('holds its grandchildren, in other sessions too', async () => {
    const { pid, line } = await startChild([
      'sh',
      '-c',
      'setsid sh -c "sleep 60 & echo \\$!; wait" & wait',
    ]);
    const grandchild = Number(await line());
    const family = new ProcessFamily(pid).pids();
    expect(family[0]).toBe(pid);
    expect(family).toContain(grandchild);
    expect(family).not.toContain(process.pid);
    process.kill(grandchild, 'SIGKILL');
  });

  it('grows and shrinks with it', async () => {
    const family = new ProcessFamily(process.pid);
    const first = await startChild(['sh', '-c', 'sleep 60 & echo $!; wait']);
    const child = Number(await first.line());
    expect(family.pids()).toEqual(expect.arrayContaining([process.pid, first.pid, child]));
    process.kill(child, 'SIGKILL');
    await until('its child is gone', isGone(child));
    const second = await startChild(['sleep', '60']);
    expect(family.pids()).toContain(second.pid);
    expect(family.pids()).not.toContain(child);
  });

  it('no longer holds an orphan that another process was given', async () => {
    const program = 'exec 2> /dev/null; sh -c "sleep 60 & echo \\$!; wait"; sleep 60';
    const top = await startChild(['sh', '-c', program]);
    const orphan = Number(await top.line());
    const middle = readStat(orphan)?.parent ?? 0;
    const family = new ProcessFamily(top.pid);
    expect(family.pids()).toEqual([top.pid, middle, orphan]);
    process.kill(middle, 'SIGKILL');
    await until('the middle is gone', isGone(middle));
    await startChild(['sleep', '60']);
    expect(family.pids()).not.toContain(orphan);
    process.kill(orphan, 'SIGKILL');
  });
});

describe('some processes with their descendants', () => {
  it('hold those in other sessions and with another environment', async () => {
    const { pid, line } = await startChild([
      'sh',
      '-c',
      'setsid env -i sh -c "sleep 60 & echo \\$!; wait" & wait',
    ]);
    const grandchild = Number(await line());
    const root = identify(pid);
    if (root === null) throw new Error('it has ended');
    const pids = withDescendants([root]).map((one) => one.pid);
    expect(pids[0]).toBe(pid);
    expect(pids).toContain(grandchild);
    expect(pids).not.toContain(process.pid);
    process.kill(grandchild, 'SIGKILL');
  });

  it('are not those of another process that has their number now', () => {
    expect(withDescendants([{ pid: process.pid, start_ticks: '1' }])).toEqual([]);
  });
});
