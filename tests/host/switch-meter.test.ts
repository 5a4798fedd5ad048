import { describe, expect, it } from '@jest/globals';
import { parseSwitches, SwitchMeter, switchesBetween } from '../../src/host/switch-meter.ts';
import { startChild } from '../helpers/children.ts';

const NO_PID = 4_194_305; // above the kernel's largest

/** Two threads wait 300 times each, and end when they are told to. */
const WAITING_THREADS = `
import signal, threading, time
told = threading.Event()
signal.signal(signal.SIGUSR1, lambda *_: told.set())
waited = threading.Barrier(3)
def wait():
    for _ in range(300): time.sleep(0.001)
    waited.wait()
    told.wait()
threads = [threading.Thread(target=wait) for _ in range(2)]
for thread in threads: thread.start()
waited.wait()
print('waited', flush=True)
for thread in threads: thread.join()
print('ended', flush=True)
time.sleep(60)
`;

const threads = (counts: Record<string, readonly [number, number]>) =>
  new Map(
    Object.entries(counts).map(([tid, [voluntary, involuntary]]) => [
      tid,
      { voluntary, involuntary },
    ]),
  );

describe('context switches between two readings', () => {
  it('are those of all threads', () => {
    const before = threads({ 1: [10, 1], 2: [5, 0] });
    const after = threads({ 1: [13, 2], 2: [9, 0] });
    expect(switchesBetween(before, after)).toEqual({ voluntary: 7, involuntary: 1 });
  });

  it('are all those of a new thread', () => {
    const after = threads({ 1: [10, 1], 2: [4, 3] });
    expect(switchesBetween(threads({ 1: [10, 1] }), after)).toEqual({
      voluntary: 4,
      involuntary: 3,
    });
  });

  it('never fall when a thread ends, nor when another gets its number', () => {
    const before = threads({ 1: [10, 1], 2: [500, 50] });
    expect(switchesBetween(before, threads({ 1: [11, 1] }))).toMatchObject({ voluntary: 1 });
    expect(switchesBetween(before, threads({ 2: [3, 1] }))).toEqual({
      voluntary: 3,
      involuntary: 1,
    });
  });
});

describe('the counters of a thread', () => {
  it('are two lines of its status', () => {
    const status =
      'Threads:\t11\nvoluntary_ctxt_switches:\t61\nnonvoluntary_ctxt_switches:\t4\nx86_Thread_features:\t\n';
    expect(parseSwitches(status)).toEqual({ voluntary: 61, involuntary: 4 });
  });

  it('are not known where the kernel does not tell', () => {
    expect(parseSwitches('Threads:\t11\n')).toBeNull();
  });
});

describe('the meter', () => {
  it('keeps what threads had counted that have ended', async () => {
    const { pid, line } = await startChild(['python3', '-c', WAITING_THREADS]);
    expect(await line()).toBe('waited');
    const meter = new SwitchMeter();
    const before = meter.read([pid]).voluntary_switches ?? NaN;
    expect(before).toBeGreaterThanOrEqual(600);
    const ended = line();
    process.kill(pid, 'SIGUSR1');
    expect(await ended).toBe('ended');
    expect(meter.read([pid]).voluntary_switches).toBeGreaterThan(before);
    expect(new SwitchMeter().read([pid]).voluntary_switches).toBeLessThan(before - 500);
  });

  it('gives null, not 0, for what is gone', () => {
    expect(new SwitchMeter().read([NO_PID])).toEqual({
      voluntary_switches: null,
      involuntary_switches: null,
    });
  });
});
