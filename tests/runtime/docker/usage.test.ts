import { describe, expect, test } from '@jest/globals';
import type { StartedContainer } from '../../../src/host/docker/container.ts';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { usageReader } from '../../../src/runtime/docker/usage.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import type { Answer } from '../../helpers/fake-engine.ts';

/** One whose group cannot be seen from here, as its process is on another machine. */
function elsewhere(): StartedContainer {
  const ended = Promise.resolve();
  return {
    id: 'c',
    pid: 2 ** 22 + 1,
    ip_address: null,
    exited: new Promise(() => undefined),
    drained: ended,
    kill: () => Promise.resolve(false),
    remove: () => ended,
  };
}

async function read(answer: Answer) {
  const { address } = await fakeEngine({ 'GET /containers/c/stats': answer });
  const engine = await connectEngine({ DOCKER_HOST: address });
  return usageReader(engine, elsewhere())();
}

describe('the use of a container that cannot be seen from here', () => {
  test('is what the engine says, at a moment of the own clock', async () => {
    const before_ns = performance.now() * 1e6;
    const usage = await read(
      json({
        read: '2026-11-25T22:00:01.5Z',
        cpu_stats: { cpu_usage: { total_usage: 123 } },
        memory_stats: { usage: 1000, stats: { inactive_file: 100 } },
      }),
    );
    const nothing = { peak_rss_bytes: null, fds: null, sockets: null };
    expect(usage).toMatchObject({ cpu_ns: 123, rss_bytes: 900, ...nothing });
    expect(usage.at_ns).toBeGreaterThanOrEqual(Math.floor(before_ns));
    expect(usage.at_ns).toBeLessThanOrEqual(performance.now() * 1e6 + 1);
    expect(Number.isSafeInteger(usage.at_ns)).toBe(true);
  });

  test('is not known once it has ended', async () => {
    const usage = await read(json({ message: 'No such container: c' }, 404));
    expect(usage).toMatchObject({ cpu_ns: null, rss_bytes: null });
  });
});
