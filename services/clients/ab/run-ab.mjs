// Runs ab once; ends it when this process is told to end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** ab could not run; the message says why, `kind` is one of the contract. */
export class AbFailure extends Error {
  /** @param {string} message @param {string} kind */
  constructor(message, kind) {
    super(message);
    this.kind = kind;
  }
}

/** What ab calls the file with the order. */
const BODY_FD = 3;

/** A file without a name, so that nothing is left whatever happens. @param {string} body */
function openBody(body) {
  const file = path.join(os.tmpdir(), `pairbench-ab-${process.pid}-${performance.now()}.json`);
  const fd = openSync(file, 'wx+', 0o600);
  unlinkSync(file);
  writeSync(fd, body);
  return fd;
}

/** ab ends when it has sent so many, even if the time is not over; it cannot be that fast. */
const MOST_PER_SECOND = 500_000;
/** It keeps 32 bytes for each, of which it touches those that were answered. */
const MOST_REQUESTS = 50_000_000;

/**
 * @typedef {{readonly seconds: number} | {readonly requests: number}} Length
 * @param {Length} length
 */
function lengthArguments(length) {
  if ('requests' in length) return ['-n', `${length.requests}`];
  const most = Math.min(length.seconds * MOST_PER_SECOND, MOST_REQUESTS);
  // In this order: -t sets a number of requests, too.
  return ['-t', `${length.seconds}`, '-n', `${most}`];
}

/** @param {string} url */
function orderUrl(url) {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}/order`;
}

/** @param {import('./settings.mjs').Settings} settings @param {Length} length */
function abArguments({ url, connections, timeout_ms, keep_alive }, length) {
  return [
    ...['-c', `${connections}`, ...lengthArguments(length), '-s', `${timeout_ms / 1000}`],
    // Answers may differ in length; a broken connection is counted, and does not end the run.
    ...['-l', '-r'],
    ...(keep_alive ? ['-k'] : ['-H', 'Connection: close']),
    ...['-T', 'application/json', '-p', `/proc/self/fd/${BODY_FD}`, orderUrl(url)],
  ];
}

/** Dies by the signal, with ab. @param {import('node:child_process').ChildProcess} ab */
function endTogether(ab) {
  const signals = /** @type {const} */ (['SIGTERM', 'SIGINT']);
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    ab.kill('SIGKILL');
    for (const one of signals) process.off(one, end);
    process.kill(process.pid, signal);
  };
  for (const one of signals) process.on(one, end);
  return () => {
    for (const one of signals) process.off(one, end);
  };
}

/** @param {NodeJS.ReadableStream} stream @param {(text: string) => void} [onText] */
async function textOf(stream, onText) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += chunk;
    onText?.(text);
  }
  return text;
}

/** By the number that ab prints behind an error: one of Linux, or 70007, a time-out of its own. */
const KINDS = new Map([
  ['24', 'fd_limit'],
  ['99', 'port_exhausted'],
  ['104', 'reset'],
  ['111', 'refused'],
  ['70007', 'request_timeout'],
]);

/** @param {string} how it ended @param {string} stderr */
function failureOf(how, stderr) {
  const said = stderr.trim().split('\n').at(-1) ?? '';
  const [, number = ''] = /\((\d+)\)$/.exec(said) ?? [];
  return new AbFailure(`ab ended with ${how}: ${said}`, KINDS.get(number) ?? 'other');
}

/**
 * @typedef {object} Hooks
 * @property {() => void} onStart ab runs
 * @property {(requests: number) => void} onFinished it has sent its last request, and begins to sort its
 *   latencies, which takes its time; not called for a run of up to 150 requests
 */

/**
 * What it printed, once it has ended. Throws an AbFailure.
 * @param {import('./settings.mjs').Settings} settings
 * @param {Length} length
 * @param {string} body
 * @param {Hooks} hooks
 */
export async function runAb(settings, length, body, { onStart, onFinished }) {
  const fd = openBody(body);
  try {
    const ab = spawn('ab', abArguments(settings, length), {
      stdio: ['ignore', 'pipe', 'pipe', fd],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const forget = endTogether(ab);
    const ended = once(ab, 'close');
    ab.once('spawn', onStart);
    let hasFinished = false;
    /** @param {string} stderr */
    const lookForEnd = (stderr) => {
      const [, requests] = /^Finished (\d+) requests$/m.exec(stderr) ?? [];
      if (requests === undefined || hasFinished) return;
      hasFinished = true;
      onFinished(Number(requests));
    };
    try {
      const [[code, signal], stdout, stderr] = await Promise.all([
        ended,
        textOf(ab.stdout),
        textOf(ab.stderr, lookForEnd),
      ]);
      if (code === 0) return stdout;
      throw failureOf(signal ?? `exit code ${code}`, stderr);
    } finally {
      forget();
    }
  } catch (error) {
    if (error instanceof AbFailure) throw error;
    throw new AbFailure(`ab cannot be started: ${error.message}`, 'other');
  } finally {
    closeSync(fd);
  }
}

/** `2.3 r1923142`, or without a revision, which not all builds tell. Throws an AbFailure. */
export async function abVersion() {
  const ab = spawn('ab', ['-V'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const text = textOf(ab.stdout);
  try {
    await once(ab, 'close');
  } catch (error) {
    throw new AbFailure(`ab cannot be started: ${error.message}`, 'other');
  }
  const [, version, revision] = /Version (\S+) <\$Revision(?:: (\d+) )?\$>/.exec(await text) ?? [];
  if (version === undefined) throw new AbFailure('ab does not tell its version', 'other');
  return revision === undefined ? version : `${version} r${revision}`;
}
