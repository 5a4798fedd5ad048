import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MomentSeries, MOST_MOMENTS } from '../../src/measure/moment-series.ts';
import { sampledWindow } from '../../src/measure/sampled-window.ts';
import type { Moment, SampledWindow } from '../../src/measure/sampled-window.ts';
import { stretchRates } from '../../src/measure/stretches.ts';
import { moment } from './moment-fixture.ts';

const CPUS = { client: 1, server: 1 };
/** Beside the even choice: a value each, and two ends of a second each. */
const MOST_PEAKS = 40;

function series(moments: readonly Moment[]): readonly Moment[] {
  const kept = new MomentSeries();
  for (const one of moments) kept.add(one);
  return kept.all();
}

/** Each second, with a value of its own at each. */
function secondsWith(values: readonly number[]): Moment[] {
  let cpu_ns = 0;
  return values.map((value, index) => {
    const plain = moment(index * 1000);
    cpu_ns += value * 1e5;
    const { server, client, machine, tool } = plain;
    return {
      ...plain,
      machine: {
        ...machine,
        memory_available_bytes: 5e9 - value,
        tcp_sockets: value,
        time_wait_sockets: value * 2,
        disk_write_bytes: cpu_ns,
      },
      tool: { ...tool, rss_bytes: 90e6 + value, fds: value },
      client: { ...client, fds: value, voluntary_switches: cpu_ns },
      server: { ...server, cpu_ns, rss_bytes: value, peak_rss_bytes: value, sockets: value },
    };
  });
}

const most = (values: readonly (number | null)[]): number =>
  Math.max(...values.map((value) => value ?? 0));

/** All that a report tells of a window beside its course. */
function told({ usage, machine, tool, ...rest }: SampledWindow): unknown {
  const { samples: ofServer, ...server } = usage.server;
  const { samples: ofClient, ...client } = usage.client;
  const { samples: ofTool, ...own } = tool;
  return {
    ...{ rest, server, client, own },
    fds: [ofClient, ofServer, ofTool].map((samples) => most(samples.map(({ fds }) => fds))),
    sockets: [ofClient, ofServer].map((samples) => most(samples.map(({ sockets }) => sockets))),
    rss: [ofServer, ofTool].map((samples) => most(samples.map(({ rss_bytes }) => rss_bytes))),
    available: Math.min(...machine.map((one) => one.memory_available_bytes ?? 0)),
    tcp: most(machine.map(({ tcp_sockets }) => tcp_sockets)),
    waiting: most(machine.map(({ time_wait_sockets }) => time_wait_sockets)),
    rates: [
      Math.max(...stretchRates([ofServer], ({ cpu_ns }) => cpu_ns)),
      Math.max(...stretchRates([ofClient], ({ voluntary_switches }) => voluntary_switches)),
      Math.max(...stretchRates([machine], ({ disk_write_bytes }) => disk_write_bytes)),
    ],
  };
}

describe('the moments of a window', () => {
  test('of four minutes are all kept', () => {
    const moments = secondsWith(Array.from({ length: MOST_MOMENTS }, (_, index) => index));
    expect(series(moments)).toEqual(moments);
  });

  test('of a day are few, from its beginning to its end', () => {
    const moments = secondsWith(
      Array.from({ length: 86_400 }, (_, index) => (index * 7919) % 1000),
    );
    const kept = series(moments);
    expect(kept.length).toBeLessThanOrEqual(MOST_MOMENTS + MOST_PEAKS);
    expect([kept[0], kept.at(-1)]).toEqual([moments[0], moments.at(-1)]);
    const gaps = kept.slice(1).map((one, index) => one.at_ns - (kept[index]?.at_ns ?? 0));
    expect(Math.max(...gaps)).toBeLessThan((4 * 86_400e9) / MOST_MOMENTS);
  });

  test('however they went, every peak and total is that of all moments', () => {
    const values = fc.array(fc.nat(1000), { minLength: 2, maxLength: 1500 });
    fc.assert(
      fc.property(values, (given) => {
        const moments = secondsWith(given);
        const [whole, kept] = [moments, series(moments)].map((some) => sampledWindow(some, CPUS));
        if (whole === undefined || kept === undefined) throw new Error('two windows were made');
        expect(told(kept)).toEqual(told(whole));
      }),
      { numRuns: 40 },
    );
  });

  test('a client that is gone at the end is last known where it was', () => {
    const moments = secondsWith(Array.from({ length: 700 }, (_, index) => index % 50));
    const ended = moments.map((one, index) =>
      index === 699 ? { ...one, client: { ...one.client, fds: null, cpu_ns: null } } : one,
    );
    expect(series(ended).at(-2)).toEqual(moments[698]);
  });
});
