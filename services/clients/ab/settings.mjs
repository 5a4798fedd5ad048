// The command line of the client contract, less what ab cannot do; each refusal is one sentence.
import { parseArgs } from 'node:util';

/** The command line asks for what ab cannot do, or for nothing that makes sense. */
export class UsageError extends Error {}

const FLAGS = /** @type {const} */ ({
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
});

/** ab itself takes no more. */
const MOST_CONNECTIONS = 20_000;
/** ab keeps 32 bytes for each. */
const MOST_REQUESTS = 10_000_000;
const DEFAULT_REQUESTS = '5000';

/**
 * @typedef {object} Settings The names are those of the event `hello`.
 * @property {string} url
 * @property {number} connections
 * @property {1} threads
 * @property {number} warmup_ms
 * @property {number | null} duration_ms either this or `requests`
 * @property {number | null} requests
 * @property {null} rate_per_s
 * @property {number} payload_bytes
 * @property {number} timeout_ms
 * @property {boolean} keep_alive
 */

/**
 * Throws a UsageError.
 * @param {readonly string[]} words
 * @returns {{versions: boolean, format: string, settings: Settings}}
 */
export function readCommandLine(words) {
  const { values } = parse(words);
  if (values.rate !== undefined)
    throw new UsageError('--rate: ab sends as fast as it can, it has no open loop');
  if (values.threads !== '1') throw new UsageError(`--threads: ab has one, not "${values.threads}"`);
  const connections = integer('connections', values.connections, 1, MOST_CONNECTIONS);
  return {
    versions: values.versions,
    format: oneOf('format', values.format, ['text', 'json']),
    settings: {
      url: httpUrl(values.url),
      connections,
      threads: 1,
      warmup_ms: durationMs('warmup', values.warmup, 0),
      ...lengthOfWindow(values, connections),
      rate_per_s: null,
      payload_bytes: integer('payload-bytes', values['payload-bytes'], 100, 65_536),
      timeout_ms: wholeSecondsMs('timeout', values.timeout),
      keep_alive: !values['no-keep-alive'],
    },
  };
}

const LONGEST_WORD = 4096;
/** Node's parser takes a time that grows with their square. */
const MOST_WORDS = 1000;

/** @param {readonly string[]} words */
function parse(words) {
  // A word of a megabyte would be taken apart letter by letter.
  if (words.some((word) => word.length > LONGEST_WORD))
    throw new UsageError(`a word has over ${LONGEST_WORD} characters`);
  if (words.length > MOST_WORDS) throw new UsageError(`there are over ${MOST_WORDS} words`);
  try {
    return parseArgs({ args: [...words], options: FLAGS, strict: true });
  } catch (error) {
    throw new UsageError(error.message.split('. ')[0]);
  }
}

/**
 * @param {{duration?: string, requests?: string}} values
 * @param {number} connections
 * @returns {{duration_ms: number, requests: null} | {duration_ms: null, requests: number}}
 */
function lengthOfWindow({ duration, requests }, connections) {
  if (duration === undefined) {
    const count = integer('requests', requests ?? DEFAULT_REQUESTS, 1, MOST_REQUESTS);
    if (count >= connections) return { duration_ms: null, requests: count };
    throw new UsageError(
      `--requests: ab sends at least one on each of ${connections} connections, not ${count} in all`,
    );
  }
  if (requests !== undefined)
    throw new UsageError('--duration and --requests exclude each other');
  return { duration_ms: wholeSecondsMs('duration', duration), requests: null };
}

/** @param {string} flag @param {string} text @param {number} lowest @param {number} highest */
function integer(flag, text, lowest, highest) {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= lowest && value <= highest) return value;
  throw new UsageError(`--${flag} must be an integer from ${lowest} to ${highest}, not "${text}"`);
}

/** @type {Readonly<Record<string, number>>} */
const MS_PER_UNIT = { ms: 1, s: 1000, m: 60_000 };

/** @param {string} flag @param {string} text @param {number} lowest_ms */
function durationMs(flag, text, lowest_ms) {
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m)$/.exec(text) ?? [];
  const value_ms = Math.round(Number(number) * (MS_PER_UNIT[unit] ?? NaN));
  if (number !== '' && value_ms >= lowest_ms) return value_ms;
  throw new UsageError(`--${flag} must be a duration such as 250ms, 1.5s or 3m, not "${text}"`);
}

/** @param {string} flag @param {string} text */
function wholeSecondsMs(flag, text) {
  const value_ms = durationMs(flag, text, 1);
  if (value_ms % 1000 === 0) return value_ms;
  throw new UsageError(`--${flag}: ab knows whole seconds only, not "${text}"`);
}

/** @param {string} flag @param {string} text @param {readonly string[]} choices */
function oneOf(flag, text, choices) {
  if (choices.includes(text)) return text;
  throw new UsageError(`--${flag} must be ${choices.join(' or ')}, not "${text}"`);
}

/** @param {string} text */
function httpUrl(text) {
  if (URL.canParse(text) && new URL(text).protocol === 'http:') return text;
  throw new UsageError(`--url must be an http URL, not "${text}"`);
}
