import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, cellOf, LIMIT_MS, TOLD } from './case-rig.ts';
import { toldLines, toldText } from './told-lines.ts';
import type { ToldRun } from './told-lines.ts';

interface Lie {
  readonly told: ToldRun;
  readonly load: readonly string[];
  readonly reason: RegExp;
}

const SECOND_NS = 1_000_000_000;
const MANY = ['-c', '512', '-d', '1s'];

const LIES: Readonly<Record<string, Lie>> = {
  'more throughput than its latencies allow': {
    told: {
      ...{ window_ns: SECOND_NS, connections: 512 },
      rtt: [
        [1_190_000, 147_000],
        [2_190_000, 1906],
      ],
    },
    load: MANY,
    reason: /Little's law/,
  },
  'less throughput than its latencies allow': {
    told: { window_ns: SECOND_NS, connections: 512, rtt: [[7_850_000, 30_000]] },
    load: MANY,
    reason: /Little's law/,
  },
  'a P99 that is the mean': {
    told: { window_ns: SECOND_NS, connections: 512, rtt: [[7_850_000, 65_223]] },
    load: MANY,
    reason: /P99 equals the mean, 7,8\d\d,\d+ ns, which is suspicious/,
  },
  'round trips that took no time': {
    told: { window_ns: SECOND_NS, rtt: [[1, 100]], sum: 0 },
    load: ['-c', '1', '-d', '1s'],
    reason: /took no time or less/,
  },
  'a mean above the maximum': {
    told: { rtt: [[4_900_000, 20]], max: 4_000_000 },
    load: ['-c', '1', '-n', '20'],
    reason: /the mean round trip, 4,900,000 ns, is above the largest/,
  },
  'a window of another length than it took': {
    told: { window_ns: 10 * SECOND_NS, rtt: [[99_000_000, 100]] },
    load: ['-c', '1', '-d', '10s'],
    reason: /the window was 10,000 ms long by the client, \d+ ms by the clock of pairbench/,
  },
  'more requests than the server has seen': {
    told: { rtt: [[990_000, 100]] },
    load: ['-c', '1', '-n', '100'],
    reason: /the client counted 100 requests, the server 20/,
  },
};

describe('a client that tells of', () => {
  it.each(Object.entries(LIES))(
    '%s has no throughput, and is named with the reason',
    async (_, { told, load, reason }) => {
      const work = caseFolder();
      work.tell([toldText(toldLines(told))]);
      const words = [
        '-w',
        '0ms',
        '--rounds',
        '1',
        '--timeout',
        '7777ms',
        '--no-ceilings',
        '--json',
      ];
      const outcome = await work.run('-s', 'stub-server', '-k', TOLD, ...load, ...words);
      expect(outcome.exitCode).toBe(4);
      const result = resultOf(outcome);
      const cell = cellOf(result, 'stub-server', TOLD);
      expect(cell.status).not.toBe('valid');
      expect(cell.reasons.join('\n')).toMatch(reason);
      expect(
        result.rankings.flatMap(({ entries }) => entries.filter(({ rank }) => rank !== null)),
      ).toEqual([]);
    },
    LIMIT_MS,
  );
});
