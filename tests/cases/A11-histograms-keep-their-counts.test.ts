import { describe, expect, it } from '@jest/globals';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { decodeHistogram, mergeHistograms, percentile } from '../../src/analyse/histogram.ts';
import type { HistogramData } from '../../src/measure/client-events.ts';
import type { PackedHistogram } from '../../src/measure/histogram/packed-histogram.ts';
import {
  caseFolder,
  cellOf,
  LIMIT_MS,
  roundReasons,
  storedResult,
  TOLD,
  toldRun,
} from './case-rig.ts';
import type { Told } from './case-rig.ts';
import { EVENTS, withRoundTrips } from './told-events.ts';

/** As a client's library writes it, with buckets of this many bits. */
function encoded(pairs: readonly (readonly [number, number])[], digits: 3 | 4 | 5 = 3): string {
  const histogram = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60e9,
    numberOfSignificantValueDigits: digits,
    useWebAssembly: false,
  });
  for (const [value, count] of pairs) histogram.recordValueWithCount(value, count);
  return encodeIntoCompressedBase64(histogram);
}

function decode(data: HistogramData): PackedHistogram {
  const decoded = decodeHistogram(data);
  if ('problem' in decoded) throw new Error(decoded.problem);
  return decoded.histogram;
}

describe('counts beyond 8, 16 and 32 bits', () => {
  it.each<[string, (pairs: [number, number][]) => HistogramData]>([
    ['as pairs', (pairs) => pairs],
    ['in base64', (pairs) => encoded(pairs)],
    ['in base64 with 5 digits', (pairs) => encoded(pairs, 5)],
  ])('are kept by decoding and merging, %s', (_, form) => {
    const [few, many] = [decode(form([[1_000_000, 300]])), decode(form([[2_000_000, 70_000]]))];
    const merged = mergeHistograms([few, many]);
    expect(merged.totalCount).toBe(70_300);
    expect(percentile(merged, 0.5)).toEqual({ value: 2_000_895 });
    expect(percentile(merged, 0.004)).toEqual({ value: 1_000_447 });
    const huge = decode(form([[5_000, 2 ** 33]]));
    expect(mergeHistograms([huge, huge]).totalCount).toBe(2 ** 34);
  });
});

const SAMPLE = { sum: 98_000_000, min: 4_900_000, max: 4_900_000 };

/** What is wrong, the round trips in the result, and what is said of them. */
const FAULTS: [string, Parameters<typeof withRoundTrips>[0], string][] = [
  [
    '3 are missing in it',
    { ...SAMPLE, count: 20, histogram: [[4_900_000, 17]] as const },
    'rtt_ns: 3 samples lost of the 20 samples of the histogram',
  ],
  [
    '3 are missing in it, in base64',
    { ...SAMPLE, count: 20, histogram: encoded([[4_900_000, 17]]) },
    'rtt_ns: 3 samples lost of the 20 samples of the histogram',
  ],
  [
    'it has 2 too many',
    { ...SAMPLE, count: 20, histogram: [[4_900_000, 22]] as const },
    'rtt_ns: 2 samples too many of the 20 samples of the histogram',
  ],
  [
    'some of the window were not counted at all',
    { ...SAMPLE, count: 17, histogram: [[4_900_000, 17]] as const },
    'rtt_ns: 3 samples lost of the 20 requests of the window',
  ],
  [
    'some were over range',
    { ...SAMPLE, count: 18, over_range: 2, histogram: [[4_900_000, 18]] as const },
    'rtt_ns: 2 samples over 60 s',
  ],
  [
    'some were negative, the clock having been stepped',
    { ...SAMPLE, count: 19, negative: 1, histogram: [[4_900_000, 19]] as const },
    '1 round trip took no time or less',
  ],
  [
    'it holds a value beyond the range',
    {
      ...SAMPLE,
      count: 20,
      max: 70e9,
      histogram: [
        [4_900_000, 19],
        [70e9, 1],
      ] as const,
    },
    'it holds a value of 70000000000 ns, which is over 60 s',
  ],
  [
    'it is no histogram',
    { ...SAMPLE, count: 20, histogram: 'AAAA' },
    'the rtt_ns histogram of told cannot be read: ',
  ],
];

describe('round trips that the histogram does not hold as they were counted', () => {
  it(
    'make the cell invalid',
    async () => {
      const work = caseFolder();
      work.tell(...FAULTS.map(([, series]): Told => [withRoundTrips(series)]));
      expect((await work.run(...toldRun(FAULTS.length))).exitCode).toBe(4);
      const cell = cellOf(storedResult(work), 'stub-server', TOLD);
      expect([cell.status, cell.rtt_ns.p50]).toEqual(['invalid', null]);
      const reasons = roundReasons(work, FAULTS.length);
      expect(FAULTS.map(([what], index) => [what, reasons[index]])).toEqual(
        FAULTS.map(([what, , reason]) => [what, expect.stringContaining(reason)]),
      );
    },
    LIMIT_MS,
  );

  it(
    'but negative server latencies are two clocks apart: they are counted, and the others kept',
    async () => {
      const work = caseFolder();
      const events = EVENTS.replace(
        /"server_latency_ns":\{"count":20,"sum":1000000,(.*?)"negative":0,"histogram":\[\[50000,20\]\]/,
        '"server_latency_ns":{"count":15,"sum":750000,$1"negative":5,"histogram":[[50000,15]]',
      );
      work.tell([events]);
      expect((await work.run(...toldRun())).exitCode).toBe(0);
      const { server_latency_ns } = cellOf(storedResult(work), 'stub-server', TOLD);
      expect(server_latency_ns).toMatchObject({ mean: 50_000, negative: 5 });
    },
    LIMIT_MS,
  );
});
