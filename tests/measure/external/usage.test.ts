import { describe, expect, test } from '@jest/globals';
import { identify } from '../../../src/host/process-table.ts';
import type { ProcessIdentity } from '../../../src/host/process-table.ts';
import { cpusOf, usageOf } from '../../../src/measure/external/usage.ts';
import { startChild } from '../../helpers/children.ts';
import { until } from '../../helpers/until.ts';

const NOTHING = { cpu_ns: null, rss_bytes: null, peak_rss_bytes: null, fds: null, sockets: null };

function identityOf(pid: number): ProcessIdentity {
  const identity = identify(pid);
  if (identity === null) throw new Error(`there is no process ${pid}`);
  return identity;
}

describe('the usage of a process that somebody else started', () => {
  test('is that of it and its children', async () => {
    const { pid, line } = await startChild([
      'sh',
      '-c',
      // The child works, its parent waits for it.
      'sh -c "while :; do :; done" & echo ready; wait',
    ]);
    expect(await line()).toBe('ready');
    const usage = usageOf(identityOf(pid));
    const first = (await usage()).cpu_ns ?? 0;
    let last = await usage();
    await until('it has worked for 50 ms', () => {
      void usage().then((one) => (last = one));
      return (last.cpu_ns ?? 0) - first > 50e6;
    });
    expect(last.rss_bytes).toBeGreaterThan(0);
    expect(last.fds).toBeGreaterThan(0);
  });

  test('is not known when the process is not', async () => {
    expect(await usageOf(null)()).toMatchObject(NOTHING);
  });

  test('is never that of another process that has its number now', async () => {
    const own = identityOf(process.pid);
    expect(await usageOf({ ...own, start_ticks: '1' })()).toMatchObject(NOTHING);
  });

  test('is not known any more once it has ended', async () => {
    const { pid } = await startChild(['sleep', '60']);
    const usage = usageOf(identityOf(pid));
    expect((await usage()).rss_bytes).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await until('it has ended', () => identify(pid) === null);
    expect(await usage()).toMatchObject(NOTHING);
  });
});

describe('the CPUs that it may use', () => {
  test('are those of its affinity mask', async () => {
    const { pid, line } = await startChild(['taskset', '-c', '0', 'sh', '-c', 'echo on; sleep 60']);
    await line();
    expect(cpusOf(identityOf(pid))).toBe(1);
  });

  test('are taken to be all when it is not known', () => {
    expect(cpusOf(null)).toBeGreaterThanOrEqual(1);
  });
});
