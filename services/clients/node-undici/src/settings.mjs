// The command line: what was asked for, or one sentence on what is wrong with it.
import { parseArgs } from 'node:util';
import { LONGEST_BODY_BYTES, SHORTEST_BODY_BYTES } from './orders.mjs';

export class UsageError extends Error {}

const DEFAULT_REQUESTS = '5000';
const MOST_CONNECTIONS = 65_535;
const MOST_THREADS = 1024;
const HIGHEST_RATE = 10_000_000;
const MAX_INT32 = 2 ** 31 - 1;
/** Node's parser takes a time that grows with the square of these. */
const LONGEST_WORD = 4096;
const MOST_WORDS = 1000;

const FLAGS = {
  url: { type: 'string', default: 'http://127.0.0.1:8000' },
  connections: { type: 'string', default: '100' },
  threads: { type: 'string', default: '1' },
  warmup: { type: 'string', default: '1s' },
  duration: { type: 'string' },
  requests: { type: 'string' },
  rate: { type: 'string' },
  'payload-bytes': { type: 'string', default: '200' },
  timeout: { type: 'string', default: '30s' },
  'no-keep-alive': { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
  versions: { type: 'boolean', default: false },
};

/** The settings have the names that the event `hello` repeats them under. */
export function readCommandLine(words) {
  const given = parse(words);
  if (given.duration !== undefined && given.requests !== undefined) {
    throw new UsageError('--duration and --requests exclude each other');
  }
  const requests = given.requests ?? (given.duration === undefined ? DEFAULT_REQUESTS : undefined);
  const settings = {
    url: baseUrl(given.url),
    connections: integer('connections', given.connections, 1, MOST_CONNECTIONS),
    threads: integer('threads', given.threads, 1, MOST_THREADS),
    warmup_ms: durationMs('warmup', given.warmup, 0),
    duration_ms: optional(given.duration, (text) => durationMs('duration', text, 1)),
    requests: optional(requests, (text) => integer('requests', text, 1, MAX_INT32)),
    rate_per_s: optional(given.rate, rate),
    payload_bytes: integer(
      'payload-bytes',
      given['payload-bytes'],
      SHORTEST_BODY_BYTES,
      LONGEST_BODY_BYTES,
    ),
    timeout_ms: durationMs('timeout', given.timeout, 1),
    keep_alive: !given['no-keep-alive'],
  };
  if (settings.threads > settings.connections) {
    throw new UsageError('--threads must not be more than --connections');
  }
  const format = oneOf('format', given.format, ['text', 'json']);
  return { versions: given.versions, format, settings };
}

function parse(words) {
  if (words.length > MOST_WORDS) throw new UsageError(`there are over ${MOST_WORDS} words`);
  if (words.some((word) => word.length > LONGEST_WORD)) {
    throw new UsageError(`a word has over ${LONGEST_WORD} characters`);
  }
  try {
    return parseArgs({ args: words, options: FLAGS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error.message.split('. ')[0]);
  }
}

const optional = (text, read) => (text === undefined ? null : read(text));

function integer(flag, text, lowest, highest) {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= lowest && value <= highest) return value;
  throw new UsageError(`--${flag} must be an integer from ${lowest} to ${highest}, not "${text}"`);
}

function rate(text) {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value > 0 && value <= HIGHEST_RATE) return value;
  throw new UsageError(`--rate must be a number above 0, at most ${HIGHEST_RATE}, not "${text}"`);
}

const MS_PER_UNIT = { ms: 1, s: 1000, m: 60_000 };

function durationMs(flag, text, lowestMs) {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m)$/.exec(text) ?? [];
  const exactMs = Number(number) * MS_PER_UNIT[unit];
  const wholeMs = Math.round(exactMs);
  // 1.1 * 60,000 is not exactly a whole number.
  if (wholeMs >= lowestMs && Math.abs(exactMs - wholeMs) < 1e-3) return wholeMs;
  throw new UsageError(
    `--${flag} must be whole milliseconds such as 250ms, 1.5s or 3m, at least ${lowestMs}ms, not "${text}"`,
  );
}

function oneOf(flag, text, choices) {
  if (choices.includes(text)) return text;
  throw new UsageError(`--${flag} must be ${choices.join(' or ')}, not "${text}"`);
}

function baseUrl(text) {
  if (URL.canParse(text)) {
    const { protocol, search, hash } = new URL(text);
    if (protocol === 'http:' && search === '' && hash === '') return text.replace(/\/+$/, '');
  }
  throw new UsageError(`--url must be like http://127.0.0.1:8000, not "${text}"`);
}
