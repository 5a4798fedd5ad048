/** What every runtime tells of a service that it watches: CPU time and memory. */
import { describe, expect, it } from '@jest/globals';
import type { UsageSnapshot } from '../../../src/runtime/runtime.ts';
import { burn, exit, READY_FOREVER, say, wait } from '../script.ts';
import type { Script } from '../script.ts';
import type { Subject } from '../subject.ts';
import { benchFor } from './bench.ts';

const LIMIT_MS = 20_000;
const BURNT_MS = 1000;
const TOLERANCE_NS = 250_000_000;
const ALLOCATED_BYTES = 100_000_000;
const WAITS = 50;

export function watchingContract(subject: Subject): void {
  describe('watching', () => {
    const bench = benchFor(subject);

    /** Before and after these steps of a server that has long been ready. */
    const around = async (steps: Script): Promise<readonly [UsageSnapshot, UsageSnapshot]> => {
      const { listen_host } = await bench.runtime().reach();
      const script = [{ kind: 'listen', each_request: steps, answer: 'done' }] as const;
      const server = await bench.server(bench.launch(script, { env: { HOST: listen_host } }));
      const { port } = JSON.parse((await server.firstLine(LIMIT_MS)) ?? '{}') as { port: number };
      const before = await server.usage();
      await bench.network.get(server.host, port);
      return [before, await server.usage()];
    };

    it('counts the CPU time that is spent', async () => {
      const [before, after] = await around([burn(BURNT_MS)]);
      const spent_ns = (after.cpu_ns ?? 0) - (before.cpu_ns ?? 0);
      expect(Math.abs(spent_ns - BURNT_MS * 1e6)).toBeLessThan(TOLERANCE_NS);
      expect(after.at_ns - before.at_ns).toBeGreaterThan((BURNT_MS - 1) * 1e6);
    });

    it('counts the CPU time of children too, from the start on', async () => {
      const child = [burn(BURNT_MS), say('ready\n'), { kind: 'run-for-ever' }] as const;
      const script = [{ kind: 'start-child', script: child }, { kind: 'run-for-ever' }] as const;
      const running = await bench.server(bench.launch(script));
      await running.firstLine(LIMIT_MS);
      expect((await running.usage()).cpu_ns).toBeGreaterThanOrEqual(BURNT_MS * 1e6);
    });

    it('sees memory grow', async () => {
      const [before, after] = await around([{ kind: 'allocate', bytes: ALLOCATED_BYTES }]);
      expect(before.rss_bytes).toBeGreaterThan(0);
      expect(after.rss_bytes).toBeGreaterThan(ALLOCATED_BYTES + (before.rss_bytes ?? Infinity) / 2);
      expect(after.peak_rss_bytes).toBeGreaterThanOrEqual(after.rss_bytes ?? Infinity);
    });

    it('counts open files, sockets among them', async () => {
      const [, { fds, sockets }] = await around([]);
      expect(fds).toBeGreaterThan(3);
      expect(sockets).toBeGreaterThanOrEqual(1);
      expect(sockets).toBeLessThan(fds ?? 0);
    });

    it('counts context switches: each wait gives the CPU away', async () => {
      const [before, after] = await around(Array.from({ length: WAITS }, () => wait(2)));
      const waited = (after.voluntary_switches ?? 0) - (before.voluntary_switches ?? 0);
      expect(waited).toBeGreaterThanOrEqual(WAITS);
      expect(after.involuntary_switches).toBeGreaterThanOrEqual(before.involuntary_switches ?? NaN);
    });

    it('gives null, not 0, for what has ended', async () => {
      const running = await bench.server(bench.launch([exit(0)]));
      await running.exited;
      const { cpu_ns, rss_bytes, fds } = await running.usage();
      expect({ cpu_ns, rss_bytes, fds }).toEqual({ cpu_ns: null, rss_bytes: null, fds: null });
    });

    it('gives null, not 0, for what has been stopped', async () => {
      const running = await bench.server(bench.launch(READY_FOREVER));
      await running.firstLine(LIMIT_MS);
      expect((await running.usage()).cpu_ns).toBeGreaterThan(0);
      await running.stop();
      await running.exited;
      const { at_ns, ...figures } = await running.usage();
      expect(at_ns).toBeGreaterThan(0);
      for (const [name, value] of Object.entries(figures))
        expect([name, value]).toEqual([name, null]);
    });
  });
}
