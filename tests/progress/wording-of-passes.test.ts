import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { shownNames } from '../../src/plan/service-key.ts';
import { wording } from '../../src/progress/wording.ts';
import { comparedJournal } from '../analyse/fixtures.ts';
import { prefixOf } from './prefix.ts';

function said(entry: JournalEntry): [string, string] | null {
  const line = wording(entry, { position: '[ 5/27]', prefixOf, shown: shownNames([]) });
  return line === null ? null : [line.level, line.text];
}

describe('of a run with several passes', () => {
  const ended = (
    pass: 'throughput' | 'latency',
    rounds: number,
    reason: Extract<JournalEntry, { type: 'rounds-ended' }>['reason'],
  ): JournalEntry => ({ type: 'rounds-ended', pass, rounds, reason });
  const slowest = { server: 'go-gin', client: 'cpp-cpr', throughput_rps: 8123.4 };

  test.each<[JournalEntry, string]>([
    [ended('throughput', 7, 'precision'), 'enough   throughput: precise enough after 7 rounds'],
    [
      ended('latency', 1, 'max-time'),
      'enough   latency: no time for more than 1 round (--max-time)',
    ],
    [
      ended('latency', 0, 'nothing-valid'),
      'note     no pair is valid, so latency is not measured at an equal rate',
    ],
    [
      { type: 'latency-rate', rate_per_s: 500, slowest: null },
      'latency  all pairs at 500 requests/s, as asked',
    ],
    [
      { type: 'latency-rate', rate_per_s: 4000, slowest },
      'latency  all pairs at 4000 requests/s, half of what go-gin x cpp-cpr does',
    ],
    [
      {
        ...{ type: 'run-resumed', resumed_at: '2026-01-02T04:00:00.000Z', owner: '1.1' },
        kept_rounds: [
          { pass: 'throughput', round: 1 },
          { pass: 'control', round: 1 },
          { pass: 'throughput', round: 2 },
          { pass: 'latency', round: 1 },
        ],
      },
      'resume   rounds kept: 1, 2; of latency 1',
    ],
  ])('it is said: %j', (entry, text) => {
    expect(said(entry)).toEqual(['always', text]);
  });

  test('nothing is said of a pass that has ended as planned', () => {
    expect(said(ended('throughput', 3, 'planned'))).toBeNull();
  });

  test('windows are told by their pass, reference windows only when asked for', () => {
    const windowIn = (wanted: string): JournalEntry => {
      const found = comparedJournal({ settings: { rounds: 1 } }).find(
        (entry) => entry.type === 'cell-measured' && entry.pass === wanted,
      );
      if (found === undefined) throw new Error(`there is no window of ${wanted}`);
      return found;
    };
    expect(said(windowIn('latency'))).toEqual([
      'step',
      expect.stringMatching(/^\[ 5\/27\] latency, round 1 {2}go-gin x cpp-cpr {2}\d+ req\/s$/),
    ]);
    expect(said(windowIn('control'))).toEqual([
      'detail',
      expect.stringMatching(/^ {9}reference, round 1 {2}reference x reference {2}\d+ req\/s$/),
    ]);
  });
});
