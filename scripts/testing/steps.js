/** The steps of `npm test`: each is told with its time, and counted; a failure does not end the others. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execute } from './execute.js';

const counts = { passed: 0, failed: 0, skipped: 0 };

/** Each step with its wall time, for the table at the end. @type {[title: string, seconds: number][]} */
const steps = [];

/** @param {string} title @param {number} started @param {boolean} ok @param {Error | undefined} error */
function tellEnd(title, started, ok, error) {
  const seconds = (performance.now() - started) / 1000;
  steps.push([title, seconds]);
  process.stdout.write(`=== ${title}: ${ok ? 'ok' : 'FAILED'}  ${seconds.toFixed(1)} s\n`);
  if (error !== undefined) process.stdout.write(`${error.message}\n`);
}

/**
 * `report`: where Jest writes what its tests came to, which are counted one by one; else the step is one test.
 * @typedef {import('./execute.js').Command & { title: string, report?: string }} Step
 */

/** @param {Step} step @param {boolean} ok */
function count({ report }, ok) {
  if (report === undefined) {
    if (ok) counts.passed += 1;
    else counts.failed += 1;
    return;
  }
  // A step that was ended wrote none.
  if (!existsSync(report)) {
    counts.failed += 1;
    return;
  }
  const { numPassedTests, numPendingTests, numFailedTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  counts.passed += numPassedTests;
  counts.skipped += numPendingTests;
  // A suite that cannot be loaded has no test that fails.
  counts.failed += Math.max(numFailedTests, ok ? 0 : 1);
}

/** @param {string} title */
export function skip(title) {
  process.stdout.write(`\n=== ${title}\n`);
  counts.skipped += 1;
}

/** @param {Step} step */
export async function run(step) {
  process.stdout.write(`\n=== ${step.title}\n`);
  const started = performance.now();
  const { ok, fault } = await execute(step);
  tellEnd(step.title, started, ok, fault);
  count(step, ok);
}

/** @param {string} title @param {string[]} args @returns {Step} */
export function jest(title, args, env = {}) {
  const report = path.join('.pairbench', `jest-${title.replaceAll(/\W+/g, '-')}.json`);
  rmSync(report, { force: true });
  const start = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const command = [process.execPath, ...start, '--json', `--outputFile=${report}`, ...args];
  return { title, command, env, report };
}

/**
 * A step that goes on beside another one. Of those that are `exclusive` there is only one at a time.
 * @typedef {Step & { exclusive?: boolean }} Aside
 */

/** What it prints is kept until its end, for another one prints meanwhile. @param {Aside} step */
async function runAside(step) {
  const started = performance.now();
  const printed = [];
  const { ok, fault } = await execute(step, (chunk) => printed.push(chunk));
  process.stdout.write(`\n=== ${step.title}\n${Buffer.concat(printed).toString()}`);
  tellEnd(step.title, started, ok, fault);
  return ok;
}

/** In their order, as far as the exclusive ones allow. @param {Aside[]} asides @param {boolean} mayFail */
async function twoAtATime(asides, mayFail) {
  const waiting = [...asides];
  /** @type {Aside[]} */
  const failed = [];
  let isTaken = false;
  const work = async () => {
    for (;;) {
      const at = waiting.findIndex(({ exclusive }) => !(exclusive && isTaken));
      const [next] = at === -1 ? [] : waiting.splice(at, 1);
      if (next === undefined) return;
      if (next.exclusive) isTaken = true;
      const ok = await runAside(next);
      if (next.exclusive) isTaken = false;
      if (!ok) failed.push(next);
      if (ok || !mayFail) count(next, ok);
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

/** @param {Aside[]} asides */
export async function runTwoAtATime(asides) {
  await twoAtATime(asides, false);
}

/**
 * Those that fail beside another have the machine to themselves afterwards, and only this counts.
 * @param {Aside[]} asides
 */
export async function runTwoAtATimeOrAlone(asides) {
  for (const step of await twoAtATime(asides, true)) {
    const alone = { ...step, title: `${step.title}, once more and alone` };
    count(alone, await runAside(alone));
  }
}

/** Ends the run: the longest steps, one line of all, and the exit code. */
export function tellAll() {
  const longest = steps.toSorted(([, a], [, b]) => b - a).slice(0, 12);
  const lines = longest.map(([title, seconds]) => `${seconds.toFixed(0).padStart(6)} s  ${title}`);
  process.stdout.write(`\n=== where the time went\n${lines.join('\n')}\n`);
  const { passed, failed, skipped } = counts;
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
