import { describe, expect, test } from '@jest/globals';
import type { Cell } from '../../../src/analyse/result.ts';
import { runResultSchema } from '../../../src/analyse/result.ts';
import { analyseRun } from '../../../src/analyse/run.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../../src/measure/facts.ts';
import { SOMEWHERE, somewhere, withWindow } from '../faults.ts';
import { journal } from '../fixtures.ts';

interface Sample {
  elapsed_ns: number;
  rss_bytes: number | null;
}

const LONG = { settings: { duration_ms: 60_000 } };

/** The cell whose long windows were all changed; minutes into the window come with each sample. */
function cellOf(change: (window: MeasuredWindow, round: number) => void, options = LONG): Cell {
  const changed = [1, 2, 3].reduce<JournalEntry[]>(
    (entries, round) =>
      withWindow(entries, { ...SOMEWHERE, round }, (window) => {
        change(window, round);
      }),
    journal(options),
  );
  return somewhere(changed);
}

function shape(samples: Sample[], rss: (minutes: number, index: number) => number): void {
  for (const [index, sample] of samples.entries())
    sample.rss_bytes = Math.round(rss(sample.elapsed_ns / 60e9, index));
}

/** Some noise that is the same each time. */
const jitter = (index: number): number => ((index * 7919) % 101) * 500;

describe('growth of what a cell uses', () => {
  test('is none where all stays as it is', () => {
    const { growth_per_min } = somewhere(journal(LONG));
    const none = { estimate: 0, low: 0, high: 0, verdict: 'stable' };
    const all = { server: none, client: none, tool: none };
    expect(growth_per_min).toEqual({ rss_bytes: all, fds: all, sockets: all });
  });

  test('of a leak is found, with its size', () => {
    const { growth_per_min } = cellOf(({ usage, tool }) => {
      shape(usage.server.samples, (minutes, index) => 41e6 + 1.2e6 * minutes + jitter(index));
      shape(usage.client.samples, (minutes, index) => 90e6 - 4e6 * minutes + jitter(index));
      shape(tool.samples, (_, index) => 80e6 + jitter(index));
      for (const sample of usage.server.samples)
        sample.fds = 112 + Math.floor(sample.elapsed_ns / 2e9);
    });
    const { server, client, tool } = growth_per_min?.rss_bytes ?? {};
    expect(server?.verdict).toBe('grows');
    expect(server?.estimate).toBeGreaterThan(1.1e6);
    expect(server?.estimate).toBeLessThan(1.3e6);
    expect(server?.low).toBeLessThan(1.2e6);
    expect(server?.high).toBeGreaterThan(1.2e6);
    expect(client).toMatchObject({ verdict: 'shrinks' });
    expect(client?.estimate).toBeCloseTo(-4e6, -5);
    expect(tool?.verdict).toBe('stable');
    expect(growth_per_min?.fds.server?.verdict).toBe('grows');
    expect(growth_per_min?.fds.server?.estimate).toBeCloseTo(30, 0);
  });

  test('of the beginning of a window, as of caches that fill, is none', () => {
    const { growth_per_min } = cellOf(({ usage }) => {
      shape(usage.server.samples, (minutes) => 41e6 + 20e6 * Math.min(minutes, 0.2));
    });
    expect(growth_per_min?.rss_bytes.server?.verdict).toBe('stable');
  });

  const settling = (minutes: number): number => 2e6 * (1 - Math.exp(-5 * minutes));
  test('that becomes ever slower, as of a heap that finds its size, is no leak', () => {
    const { growth_per_min } = cellOf(({ usage }) => {
      shape(usage.server.samples, (minutes, index) => 41e6 + settling(minutes) + jitter(index));
      shape(usage.client.samples, (minutes, index) => 41e6 - settling(minutes) + jitter(index));
    });
    const { server, client } = growth_per_min?.rss_bytes ?? {};
    expect(server?.low).toBeGreaterThan(0);
    expect(server?.verdict).toBe('unclear');
    expect(client?.high).toBeLessThan(0);
    expect(client?.verdict).toBe('unclear');
  });

  test('that the kernel cannot count is none', () => {
    const { growth_per_min } = cellOf(({ usage }) => {
      shape(usage.server.samples, (minutes) => 41e6 + 2e5 * minutes);
    });
    expect(growth_per_min?.rss_bytes.server?.low).toBeGreaterThan(0);
    expect(growth_per_min?.rss_bytes.server?.verdict).toBe('stable');
  });

  test('is not clear where the memory goes up and down by itself', () => {
    const { growth_per_min } = cellOf(({ usage }) => {
      shape(usage.server.samples, (minutes) => 41e6 + 30e6 * Math.sin(minutes * 9));
    });
    expect(growth_per_min?.rss_bytes.server?.verdict).toBe('unclear');
  });

  test('is none where one connection was closed, and nothing else', () => {
    const { growth_per_min } = cellOf(({ usage }) => {
      for (const sample of usage.server.samples) sample.fds = sample.elapsed_ns < 40e9 ? 107 : 106;
    });
    expect(growth_per_min?.fds.server?.verdict).toBe('stable');
  });

  test('of several windows is their mean', () => {
    const { growth_per_min } = cellOf(({ usage }, round) => {
      shape(usage.server.samples, (minutes) => 41e6 + round * 1e6 * minutes);
    });
    expect(growth_per_min?.rss_bytes.server?.estimate).toBeCloseTo(2e6, -2);
  });
});

describe('growth that is not known has a reason', () => {
  test('in windows that are too short', () => {
    const { growth_per_min, absent } = somewhere(journal());
    expect(growth_per_min).toBeNull();
    expect(absent.growth_per_min).toBe('windows of less than 30 s do not tell it');
  });

  test('where it could not be read', () => {
    const entries = [1, 2, 3].reduce<JournalEntry[]>(
      (some, round) =>
        withWindow(some, { ...SOMEWHERE, round }, ({ usage, tool }) => {
          for (const sample of usage.server.samples) sample.sockets = null;
          tool.samples = [];
        }),
      journal(LONG),
    );
    const { growth_per_min, absent } = somewhere(entries);
    expect(growth_per_min?.sockets.server).toBeNull();
    expect(growth_per_min?.rss_bytes.tool).toBeNull();
    expect(absent['growth_per_min.sockets.server']).toBe(
      'the sockets of the server over time could not be read',
    );
    const result = analyseRun(entries);
    expect(runResultSchema.parse(result)).toEqual(result);
  });
});
