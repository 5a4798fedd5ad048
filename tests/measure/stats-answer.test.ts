import { describe, expect, test } from '@jest/globals';
import { parseStats, restartFault } from '../../src/measure/stats-answer.ts';
import type { StatsAnswer } from '../../src/measure/stats-answer.ts';

const STATS: StatsAnswer = {
  server: 'mine',
  build_id: '1.4',
  token: '',
  pid: 4711,
  workers: 1,
  total_requests: 100,
  connections_accepted: 7,
};

describe('an answer to GET /stats', () => {
  test('of the contract is read', () => {
    expect(parseStats(JSON.stringify(STATS))).toEqual(STATS);
  });

  test.each([
    ['<html>welcome</html>', 'what is not JSON: <html>welcome</html>'],
    ['', 'what is not JSON: '],
    ['{"up":true}', '{"up":true}: server: '],
    [JSON.stringify({ ...STATS, pid: '4711' }), ': pid: '],
    [JSON.stringify({ ...STATS, total_requests: -1 }), ': total_requests: '],
    ['null', 'null: : '],
  ])('%j is refused in one line', (body, words) => {
    expect(() => parseStats(body)).toThrow(words);
    expect(() => parseStats(body)).toThrow(/^GET \/stats was answered with .*$/);
  });
});

describe('a later answer', () => {
  test('of the same server has counters that did not go back', () => {
    expect(restartFault(STATS, STATS)).toBeNull();
    expect(restartFault(STATS, { ...STATS, total_requests: 5000, workers: 3 })).toBeNull();
  });

  test.each<[Partial<StatsAnswer>, string]>([
    [
      { pid: 12, total_requests: 5000 },
      'it was restarted, or several processes answer: /stats names pid 12, before it was 4711',
    ],
    [{ server: 'other' }, 'it was replaced: /stats names server "other", before it was "mine"'],
    [{ build_id: '1.5' }, 'it was replaced: /stats names build_id "1.5", before it was "1.4"'],
    [{ total_requests: 99 }, 'it was restarted: total_requests of /stats went back from 100 to 99'],
    [
      { connections_accepted: 6 },
      'it was restarted: connections_accepted of /stats went back from 7 to 6',
    ],
  ])('with %j is of another', (change, fault) => {
    expect(restartFault(STATS, { ...STATS, ...change })).toBe(fault);
  });
});
