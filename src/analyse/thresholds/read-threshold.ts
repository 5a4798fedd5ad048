/** Reads `[GLOB:GLOB] METRIC OP VALUE`; what is wrong is told with its place. */
import type { NamedPair } from '../../plan/facts.ts';
import { matchesGlob } from '../../plan/glob.ts';
import {
  parseCount,
  parseLatencyNs,
  type Parsed,
  parseRatePerS,
  parseShare,
  parseSizeBytes,
} from '../../plan/units.ts';
import { type Metric, METRICS, type Operator, OPERATORS } from './threshold.ts';
import type { Threshold, Unit } from './threshold.ts';

export type ReadThreshold =
  | { readonly ok: true; readonly threshold: Threshold }
  /** `at`: which character is wrong, from 0. */
  | { readonly ok: false; readonly at: number; readonly fault: string };

const ANY = '*';
const NOT_IN_GLOBS = /[^a-z0-9*?@-]/u;

/** Goes over the text from left to right. */
class Scanner {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the pattern finds here, and goes past it and the blanks behind it; empty: nothing. */
  take(pattern: RegExp): string {
    const rest = this.#text.slice(this.at);
    const found = new RegExp(`^(?:${pattern.source})`).exec(rest)?.[0] ?? '';
    this.at += found.length;
    this.at += /^\s*/.exec(this.#text.slice(this.at))?.[0].length ?? 0;
    return found;
  }
}

class Fault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function readGlob(text: string, at: number): string {
  if (text === '') throw new Fault(at, 'a name or a glob is missing here, as in go-*:*');
  const wrong = NOT_IN_GLOBS.exec(text);
  if (wrong === null) return text;
  throw new Fault(
    at + wrong.index,
    /[<>=!]/.test(wrong[0])
      ? 'a blank must stand between the pair and the metric'
      : `"${wrong[0]}" is in no name of a service`,
  );
}

/** A word with a colon is the pair, and may be left out. */
function readPair(scanner: Scanner): Pick<Threshold, 'server' | 'client'> {
  const { at } = scanner;
  const word = scanner.take(/[^\s<>=!]*:\S*/);
  if (word === '') return { server: ANY, client: ANY };
  const [server = '', client = '', ...more] = word.split(':');
  if (more.length > 0)
    throw new Fault(
      at + server.length + 1 + client.length,
      'a pair has one colon, SERVER:CLIENT as in go-*:*',
    );
  return { server: readGlob(server, at), client: readGlob(client, at + server.length + 1) };
}

function readMetric(scanner: Scanner): Metric {
  const { at } = scanner;
  const word = scanner.take(/[^\s<>=!]+/);
  const metric = METRICS.find((one) => one === word);
  if (metric !== undefined) return metric;
  const what = word === '' ? 'a metric is missing here' : `"${word}" is no metric`;
  throw new Fault(at, `${what}: choose ${METRICS.join(', ')}`);
}

function readOperator(scanner: Scanner): Operator {
  const { at } = scanner;
  const word = scanner.take(/[<>=!]+/);
  const operator = OPERATORS.find((one) => one === word);
  if (operator !== undefined) return operator;
  const what = word === '' ? 'a comparison is missing here' : `"${word}" is no comparison`;
  throw new Fault(at, `${what}: choose ${OPERATORS.join(' ')}`);
}

interface Limit {
  readonly parsed: Parsed;
  readonly unit: Unit;
}

function limitOf(metric: Metric, text: string): Limit {
  switch (metric) {
    case 'throughput':
      return { parsed: parseRatePerS(text), unit: 'requests_per_s' };
    case 'p50':
    case 'p95':
    case 'p99':
      return { parsed: parseLatencyNs(text), unit: 'ns' };
    case 'errors':
      return text.endsWith('%')
        ? { parsed: parseShare(text), unit: 'share' }
        : { parsed: parseErrors(text), unit: 'requests' };
    case 'cpu_us_per_request':
      return { parsed: parseCpuUs(text), unit: 'us' };
    case 'rss':
      return { parsed: parseSizeBytes(text), unit: 'bytes' };
  }
}

function parseErrors(text: string): Parsed {
  const parsed = parseCount(text);
  return parsed.ok ? parsed : { ok: false, wanted: 'a number or a share, such as 0, 10 or 0.1%' };
}

/** The metric's name has the unit. */
function parseCpuUs(text: string): Parsed {
  const parsed = parseLatencyNs(/^[\d.]+$/.test(text) ? `${text}us` : text);
  return parsed.ok ? { ok: true, value: parsed.value / 1000 } : parsed;
}

/** A blank may stand before the unit. */
function withoutBlank(text: string): string {
  const [, number = '', unit = ''] = /^([\d.]+)\s+([a-zµ%].*)$/is.exec(text) ?? [];
  return number === '' ? text : number + unit;
}

function readLimit(metric: Metric, text: string, at: number): Pick<Threshold, 'limit' | 'unit'> {
  if (text === '') throw new Fault(at, 'a value is missing here');
  const { parsed, unit } = limitOf(metric, withoutBlank(text));
  if (!parsed.ok) throw new Fault(at, `"${text}" is not ${parsed.wanted}`);
  return { limit: parsed.value, unit };
}

function read(text: string): Threshold {
  const scanner = new Scanner(text);
  scanner.take(/\s*/);
  const pair = readPair(scanner);
  const metric = readMetric(scanner);
  const operator = readOperator(scanner);
  const { at } = scanner;
  const limit_text = text.slice(at).trim();
  const limit = readLimit(metric, limit_text, at);
  return { text: text.trim(), ...pair, metric, operator, limit_text, ...limit };
}

export function readThreshold(text: string): ReadThreshold {
  try {
    return { ok: true, threshold: read(text) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, at: error.at, fault: error.message };
  }
}

export function concerns({ server, client }: Threshold, pair: NamedPair): boolean {
  return matchesGlob(server, pair.server) && matchesGlob(client, pair.client);
}
