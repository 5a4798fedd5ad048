/** A step that runs Jest, and what its report says of it. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** More of them are no disturbance, and would take too long once more. */
const MOST_FILES_AGAIN = 3;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** Undefined: a step that was ended wrote none. @param {string} report */
function readReport(report) {
  if (!existsSync(report)) return undefined;
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults;
}

/** @param {string} report @param {string[]} without files that do not count. @returns {Counts} */
function countsOf(report, without) {
  const files = readReport(report);
  if (files === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, status, assertionResults } of files) {
    if (without.includes(name)) continue;
    const having = (wanted) => assertionResults.filter((one) => one.status === wanted).length;
    counts.passed += having('passed');
    counts.skipped += having('pending');
    // A file that cannot be loaded has no test that fails.
    counts.failed += Math.max(having('failed'), status === 'failed' ? 1 : 0);
  }
  return counts;
}

/** Those that are worth a second try. @param {string} report */
function filesAgain(report) {
  const failed = (readReport(report) ?? []).filter(({ status }) => status === 'failed');
  return failed.length > MOST_FILES_AGAIN ? [] : failed.map(({ name }) => name);
}

/**
 * Its files that fail have the machine to themselves afterwards, and only this counts.
 * @param {string} title @param {string[]} args @returns {import('./steps.js').Step}
 */
export function jest(title, args, env = {}) {
  const report = path.join('.pairbench', `jest-${title.replaceAll(/\W+/g, '-')}.json`);
  rmSync(report, { force: true });
  const start = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const command = [process.execPath, ...start, '--json', `--outputFile=${report}`, ...args];
  return {
    ...{ title, command, env },
    counts: (isAgain) => countsOf(report, isAgain ? filesAgain(report) : []),
    again() {
      const files = filesAgain(report);
      if (files.length === 0) return undefined;
      const alone = jest(`${title}, once more and alone`, ['--runInBand', ...files], env);
      return { ...alone, again: undefined };
    },
  };
}
