/** The steps of `npm test`: each is told with its time, and counted; a failure does not end the others. */
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
 * `again`: what is run once more if it fails, alone; only this counts then.
 * `counts`: what its tests came to, one by one, without those that are run again; else the step is one test.
 * @typedef {import('./execute.js').Command & {
 *   title: string,
 *   again?: () => Step | undefined,
 *   counts?: (isAgain: boolean) => import('./jest.js').Counts,
 * }} Step
 */

/** @param {Step} step @param {boolean} ok @param {boolean} isAgain */
function count(step, ok, isAgain) {
  const whole = { passed: ok ? 1 : 0, failed: ok || isAgain ? 0 : 1, skipped: 0 };
  const { passed, failed, skipped } = step.counts?.(isAgain) ?? whole;
  counts.passed += passed;
  counts.skipped += skipped;
  counts.failed += ok || isAgain ? failed : Math.max(failed, 1);
}

/** What failed is told at the end even if it passes alone. @type {string[]} */
const onlyAlone = [];

/** @param {Step} step @param {boolean} ok */
async function close(step, ok) {
  const again = ok ? undefined : step.again?.();
  count(step, ok, again !== undefined);
  if (again !== undefined && (await run(again))) onlyAlone.push(step.title);
}

/** @param {string} title */
export function skip(title) {
  process.stdout.write(`\n=== ${title}\n`);
  counts.skipped += 1;
}

/** @param {Step} step @returns {Promise<boolean>} whether it did well, and not only when run again. */
export async function run(step) {
  process.stdout.write(`\n=== ${step.title}\n`);
  const started = performance.now();
  const { ok, fault } = await execute(step);
  tellEnd(step.title, started, ok, fault);
  await close(step, ok);
  return ok;
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

/**
 * In their order, as far as the exclusive ones allow. What is run again waits until all others have ended.
 * @param {Aside[]} asides
 */
export async function runTwoAtATime(asides) {
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
      if (ok) count(next, true, false);
      else failed.push(next);
    }
  };
  await Promise.all([work(), work()]);
  for (const step of failed) await close(step, false);
}

/** Ends the run: the longest steps, one line of all, and the exit code. */
export function tellAll() {
  const longest = steps.toSorted(([, a], [, b]) => b - a).slice(0, 12);
  const lines = longest.map(([title, seconds]) => `${seconds.toFixed(0).padStart(6)} s  ${title}`);
  process.stdout.write(`\n=== where the time went\n${lines.join('\n')}\n`);
  if (onlyAlone.length > 0)
    process.stdout.write(`\nfailed, and passed once more and alone: ${onlyAlone.join('; ')}\n`);
  const { passed, failed, skipped } = counts;
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
