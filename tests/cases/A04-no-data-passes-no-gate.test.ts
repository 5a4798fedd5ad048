import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, exported, LIMIT_MS, toldRun } from './case-rig.ts';
import { EVENTS } from './told-events.ts';

/** Nothing completed, in the counts and in the latencies. */
const NOTHING = EVENTS.replaceAll('"completed":20', '"completed":0')
  .replace('"window":20', '"window":0')
  .replaceAll(
    /"count":20,"sum":\d+,"min":\d+,"max":\d+/g,
    '"count":0,"sum":0,"min":null,"max":null',
  )
  .replaceAll(/"histogram":\[\[.*?\]\]/g, '"histogram":[]');

describe('a threshold is no data, which is no success, of a client that', () => {
  it.each([
    ['prints only its start and its end', '{"event":"start"}\n{"event":"end"}\n', 4],
    ['stops before its result', EVENTS.replace(/\{"event":"result".*\n/, ''), 4],
    ['completes no request', NOTHING, 4],
    ['completes too few for this percentile', EVENTS, 5],
  ])(
    '%s',
    async (_, events, code) => {
      const work = caseFolder();
      work.tell([events]);
      const outcome = await work.run(
        ...[...toldRun(), '--json'],
        ...['--threshold', 'p99<200ms', '--threshold', 'p99>0ms'],
      );
      expect(outcome.exitCode).toBe(code);
      const { thresholds } = resultOf(outcome);
      expect(thresholds.map(({ verdict, value }) => [verdict, value])).toEqual([
        ['no-data', null],
        ['no-data', null],
      ]);
      expect(outcome.stderr).toContain('? no data  stub-server:told p99<200ms: ');
      expect(exported(work, 'report.md')).toMatch(/no data.*p99/i);
      expect(exported(work, 'report.html')).toContain('no data');
      const again = await work.run('report', '--export-junit', '-');
      expect(again.stdout).toContain('p99&lt;200ms');
      expect(again.stdout).toMatch(/<(failure|error)[^>]*no data|no.data/i);
    },
    LIMIT_MS,
  );

  it(
    'gave no data for some metrics, while others hold',
    async () => {
      const work = caseFolder();
      work.tell([EVENTS]);
      const outcome = await work.run(
        ...[...toldRun(), '--json'],
        ...['--threshold', 'throughput>1', '--threshold', 'p50<1s', '--threshold', 'p95<1s'],
      );
      expect(outcome.exitCode).toBe(5);
      const { thresholds } = resultOf(outcome);
      expect(thresholds.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'no-data']);
    },
    LIMIT_MS,
  );
});
