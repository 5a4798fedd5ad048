/**
 * Takes the histograms out of a journal line before it is parsed: they are nearly all of its bytes, and as
 * arrays they would take thirty times their size in memory.
 */
import { readHdrText } from '../measure/histogram/hdr-text.ts';
import { PackedHistogram } from '../measure/histogram/packed-histogram.ts';
import { readPairsText } from '../measure/histogram/pairs-text.ts';

/** Within a text of JSON the second quote would have a backslash before it. */
const KEY = Buffer.from('"histogram":');
const QUOTE = 0x22;

const RESULT = ['window', 'client_run', 'result'];
/** Where the entry of a measured window has them. */
const PLACES = [
  [...RESULT, 'rtt_ns'],
  [...RESULT, 'server_latency_ns'],
  [...RESULT, 'open_loop', 'send_delay_ns'],
];

interface Lifted {
  /** The line, with the number of the histogram in place of each. */
  readonly line: Buffer;
  readonly histograms: readonly PackedHistogram[];
}

interface Found {
  readonly begin: number;
  readonly end: number;
  readonly histogram: PackedHistogram;
}

/** What is not written as clients write it is left where it is, for others to say what is wrong with it. */
export function liftHistograms(line: Buffer): Lifted {
  const found: Found[] = [];
  for (let key = line.indexOf(KEY); key >= 0;) {
    const begin = key + KEY.length;
    const one = histogramAt(line, begin);
    if (one !== null) found.push(one);
    key = line.indexOf(KEY, one?.end ?? begin);
  }
  if (found.length === 0) return { line, histograms: [] };
  const parts: Buffer[] = [];
  let done = 0;
  for (const [index, { begin, end }] of found.entries()) {
    parts.push(line.subarray(done, begin), Buffer.from(String(index)));
    done = end;
  }
  parts.push(line.subarray(done));
  return { line: Buffer.concat(parts), histograms: found.map(({ histogram }) => histogram) };
}

function histogramAt(line: Buffer, begin: number): Found | null {
  try {
    return line[begin] === QUOTE ? textAt(line, begin) : pairsAt(line, begin);
  } catch {
    // A client's fault, which the analysis finds in what is left there.
    return null;
  }
}

function textAt(line: Buffer, begin: number): Found | null {
  const close = line.indexOf(QUOTE, begin + 1);
  if (close < 0) return null;
  const text = line.toString('latin1', begin + 1, close);
  const histogram = PackedHistogram.from((counts) => {
    readHdrText(text, counts);
  });
  return { begin, end: close + 1, histogram };
}

function pairsAt(line: Buffer, begin: number): Found | null {
  const ends: (number | null)[] = [];
  const histogram = PackedHistogram.from((counts) => {
    ends.push(readPairsText(line, begin, counts));
  });
  const end = ends[0] ?? null;
  return end === null ? null : { begin, end, histogram };
}

/** Puts them where their numbers are, in an entry that was parsed. */
export function restoreHistograms(entry: unknown, histograms: readonly PackedHistogram[]): void {
  if (histograms.length === 0) return;
  for (const place of PLACES) {
    const latencies = place.reduce(
      (part: unknown, key) => (isObject(part) ? part[key] : undefined),
      entry,
    );
    if (isObject(latencies) && typeof latencies.histogram === 'number')
      latencies.histogram = histograms[latencies.histogram] ?? latencies.histogram;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
