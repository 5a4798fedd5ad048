import { describe, expect, it } from '@jest/globals';
import { sampledWindow } from '../../src/measure/sampled-window.ts';
import type { Moment } from '../../src/measure/sampled-window.ts';
import { moment } from './moment-fixture.ts';

const CPUS = { client: 1, server: 2 };

const moments = [0, 1000, 2000].map(moment);

describe('the facts of a window', () => {
  const window = sampledWindow(moments, CPUS);

  it('count from its beginning', () => {
    expect(window.usage.client).toMatchObject({ cpu_ns: 2e9, elapsed_ns: 2e9, cpus: 1 });
    expect(window.usage.server).toMatchObject({ cpu_ns: 1e9, elapsed_ns: 2e9, cpus: 2 });
    expect(window.usage.server.samples).toEqual(
      [0, 1000, 2000].map((ms) => ({
        elapsed_ns: ms * 1e6,
        cpu_ns: ms * 5e5,
        rss_bytes: 40e6,
        fds: 20,
        sockets: 12,
        voluntary_switches: ms,
        involuntary_switches: 0,
        disk_read_bytes: null,
        disk_write_bytes: 0,
      })),
    );
    expect(window.machine.at(-1)).toEqual({
      elapsed_ns: 2e9,
      busy_ns: 3.5e9,
      steal_ns: 2e8,
      memory_available_bytes: 5e9,
      disk_read_bytes: 0,
      disk_write_bytes: 2000,
      tcp_sockets: 24,
      time_wait_sockets: 0,
    });
  });

  it('hold the CPUs that neither side kept busy, and pairbench itself', () => {
    expect(window.foreign_cpus).toBeCloseTo(0.25, 9);
    expect(window.steal_cpus).toBeCloseTo(0.1, 9);
    expect(window.tool).toEqual({
      cpus: 0.01,
      rss_bytes: 90e6,
      samples: [0, 1000, 2000].map((ms) => ({
        ...{ elapsed_ns: ms * 1e6, rss_bytes: 90e6, fds: 30, sockets: 4 },
      })),
    });
  });
});

describe('what is not known stays unknown', () => {
  const changed = (change: (one: Moment, index: number) => Partial<Moment>) =>
    sampledWindow(
      moments.map((one, index) => ({ ...one, ...change(one, index) })),
      CPUS,
    );

  it('where the machine does not tell', () => {
    const { foreign_cpus, steal_cpus, machine } = changed(() => ({ machine_cpu: null }));
    expect([foreign_cpus, steal_cpus]).toEqual([null, null]);
    expect(machine[1]).toMatchObject({ busy_ns: null, steal_ns: null, tcp_sockets: 24 });
  });

  it('where a side does not tell, at one end of the window', () => {
    const { foreign_cpus, steal_cpus, usage } = changed(({ server }, index) =>
      index === 2 ? { server: { ...server, cpu_ns: null, peak_rss_bytes: null } } : {},
    );
    expect(foreign_cpus).toBeNull();
    expect(steal_cpus).toBeCloseTo(0.1, 9);
    expect(usage.server.cpu_ns).toBeNull();
    expect(usage.server.samples.map((one) => one.cpu_ns)).toEqual([0, 5e8, null]);
    expect(usage.server.peak_rss_bytes).toBe(41e6);
  });

  it('where a counter falls, as when a disk is taken away', () => {
    const { machine } = changed(({ machine: state }, index) =>
      index === 2 ? { machine: { ...state, disk_write_bytes: 100 } } : {},
    );
    expect(machine.map((one) => one.disk_write_bytes)).toEqual([0, 1000, null]);
  });
});

it('one moment is no window', () => {
  expect(() => sampledWindow(moments.slice(0, 1), CPUS)).toThrow('two moments');
});
