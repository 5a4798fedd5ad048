/**
 * Without times of an earlier run Jest begins with the largest files. Small ones that take long would come
 * last, and one worker would wait for the other: these are begun with.
 */
import { statSync } from 'node:fs';

/** Those of half a minute and more, the longest first. */
const LONGEST = [
  'live/chaos',
  'live/resume',
  'live/soak',
  'report/html/browser',
  'fuzz/parsers',
  'live/resume-interrupted',
  'live/tuning',
  'live/progress',
  'cases/A29-piped-output-is-whole-and-plain',
  'live/resume-disk',
  'live/resume-refusals',
  'live/vary',
  'cases/A07-restoring-keeps-the-originals',
  'live/server-url',
  'live/namesakes',
  'commands/exports',
  'commands/faults',
  'commands/compare',
  'commands/doctor',
  'commands/report',
  'cases/A06-every-planned-cell-stays',
  'live/interruption',
  'cases/A03-whole-families-end',
  'live/newcomer',
  'measure/measure-block',
  'live/advice',
].map((name) => `/tests/${name}.test.ts`);

/** @param {string} file */
function placeOf(file) {
  const at = LONGEST.findIndex((end) => file.endsWith(end));
  return at === -1 ? LONGEST.length : at;
}

/** What Jest asks of a sequencer; it keeps nothing of a run for the next. */
export default class LongestFirst {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    return tests
      .map((test) => ({ test, place: placeOf(test.path), size: statSync(test.path).size }))
      .sort((a, b) => a.place - b.place || b.size - a.size)
      .map(({ test }) => test);
  }

  /** @param {{ path: string }[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  /** @param {{ path: string }[]} tests */
  shard(tests) {
    return tests;
  }

  cacheResults() {}
}
