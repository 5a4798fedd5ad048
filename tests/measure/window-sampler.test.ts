/** The moments of a window: from its begin to its end, and none before. */
import { describe, expect, it } from '@jest/globals';
import { WindowSampler } from '../../src/measure/window-sampler.ts';
import type { UsageSnapshot, Watched } from '../../src/runtime/runtime.ts';
import { moment } from './moment-fixture.ts';

/** Each reading is one second, and 1 ms of CPU time, after the one before. */
function watched(): Watched & { readonly readings: () => number } {
  let count = 0;
  const at = (second: number): UsageSnapshot => ({
    ...moment(0).server,
    at_ns: second * 1e9,
    cpu_ns: second * 1e6,
  });
  return {
    instance: 'process 1.1',
    exited: new Promise(() => undefined),
    log_file: null,
    logTail: () => [],
    usage: () => {
      count += 1;
      return Promise.resolve(at(count));
    },
    readings: () => count,
  };
}

describe('the sampler of a window', () => {
  it('keeps what it reads from the begin to the end', async () => {
    const sampler = new WindowSampler(watched(), watched(), { client: 1, server: 1 });
    sampler.begin();
    sampler.end();
    const { usage, machine, tool } = await sampler.result();
    expect(usage.client.samples.map(({ elapsed_ns }) => elapsed_ns)).toEqual([0, 1e9]);
    expect([machine.length, tool.samples.length]).toEqual([2, 2]);
  });

  it('rehearses without a trace: it reads all once, and the window begins later', async () => {
    const [client, server] = [watched(), watched()];
    const sampler = new WindowSampler(client, server, { client: 1, server: 1 });
    sampler.rehearse();
    expect([client.readings(), server.readings()]).toEqual([1, 1]);
    sampler.begin();
    sampler.end();
    const { usage, machine } = await sampler.result();
    expect(usage.server.samples.map(({ elapsed_ns }) => elapsed_ns)).toEqual([0, 1e9]);
    expect(usage.server.cpu_ns).toBe(1e6);
    expect(machine).toHaveLength(2);
  });

  it('has no window of a rehearsal alone', async () => {
    const sampler = new WindowSampler(watched(), watched(), { client: 1, server: 1 });
    sampler.rehearse();
    await expect(sampler.result()).rejects.toThrow('a window has two moments at least');
  });
});
