// Runs wrk once; ends it when this process is told to end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** wrk could not run; the message says why. */
export class WrkFailure extends Error {}

/** What wrk calls its script; each of its threads opens it anew. */
const SCRIPT_FD = 3;

/** A file without a name, so that nothing is left whatever happens. @param {string} script */
function openScript(script) {
  const file = path.join(os.tmpdir(), `pairbench-wrk-${process.pid}-${performance.now()}.lua`);
  const fd = openSync(file, 'wx+', 0o600);
  unlinkSync(file);
  writeSync(fd, script);
  return fd;
}

/** @param {import('./settings.mjs').Settings} settings @param {number} seconds */
function wrkArguments({ url, connections, threads, timeout_ms }, seconds) {
  return [
    ...['--connections', `${connections}`, '--threads', `${threads}`],
    ...['--duration', `${seconds}s`, '--timeout', `${timeout_ms / 1000}s`],
    ...['--script', `/proc/self/fd/${SCRIPT_FD}`, new URL('/order', url).href],
  ];
}

/** Dies by the signal, with wrk. @param {import('node:child_process').ChildProcess} wrk */
function endTogether(wrk) {
  const signals = /** @type {const} */ (['SIGTERM', 'SIGINT']);
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    wrk.kill('SIGKILL');
    for (const one of signals) process.off(one, end);
    process.kill(process.pid, signal);
  };
  for (const one of signals) process.on(one, end);
  return () => {
    for (const one of signals) process.off(one, end);
  };
}

/** @param {NodeJS.ReadableStream} stream */
async function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}

/**
 * What it printed, once it has ended. `onStart` is called when it runs. Throws a WrkFailure.
 * @param {import('./settings.mjs').Settings} settings
 * @param {number} seconds
 * @param {string} script
 * @param {() => void} onStart
 */
export async function runWrk(settings, seconds, script, onStart) {
  const fd = openScript(script);
  try {
    const wrk = spawn('wrk', wrkArguments(settings, seconds), {
      stdio: ['ignore', 'pipe', 'pipe', fd],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const forget = endTogether(wrk);
    const ended = once(wrk, 'close');
    wrk.once('spawn', onStart);
    try {
      const [[code, signal], stdout, stderr] = await Promise.all([
        ended,
        textOf(wrk.stdout),
        textOf(wrk.stderr),
      ]);
      if (code === 0) return stdout;
      const said = `${stdout}\n${stderr}`.trim().split('\n').at(-1);
      throw new WrkFailure(`wrk ended with ${signal ?? `exit code ${code}`}: ${said}`);
    } finally {
      forget();
    }
  } catch (error) {
    if (error instanceof WrkFailure) throw error;
    throw new WrkFailure(`wrk cannot be started: ${error.message}`);
  } finally {
    closeSync(fd);
  }
}

/** Throws a WrkFailure. */
export async function wrkVersion() {
  const wrk = spawn('wrk', ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = Promise.all([textOf(wrk.stdout), textOf(wrk.stderr)]);
  try {
    await once(wrk, 'close');
  } catch (error) {
    throw new WrkFailure(`wrk cannot be started: ${error.message}`);
  }
  const [, version] = /^wrk (\S+)/m.exec((await texts).join('\n')) ?? [];
  if (version === undefined) throw new WrkFailure('wrk does not tell its version');
  return version;
}
