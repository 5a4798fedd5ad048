import { describe, expect, test } from '@jest/globals';
import { isComplete, keptRounds } from '../../../src/commands/resume/kept-rounds.ts';
import type { JournalEntry, RunStarted } from '../../../src/journal/entries.ts';
import { CLIENTS, comparedJournal, journal, SERVERS, service } from '../../analyse/fixtures.ts';
import { BEFORE, beginningOf, END, INTERRUPTED, ofRound, resumed } from '../../analyse/attempts.ts';

const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };
const PAIR = { server: 'go-gin', client: 'cpp-cpr' };

const isOf = (entry: JournalEntry, one: { server: string; client?: string }): boolean =>
  entry.type === 'cell-measured' &&
  entry.server === one.server &&
  entry.client === (one.client ?? entry.client);

/** The round as it goes when one client dies in it. */
const withoutPair = (round: number): JournalEntry[] =>
  ofRound(round).map((entry) =>
    isOf(entry, PAIR)
      ? { type: 'cell-failed', pass: 'throughput', round, ...PAIR, ...FAILURE }
      : entry,
  );

/** The round as it goes when the server has died before its first client. */
const withoutServer = (round: number, server: string): JournalEntry[] => [
  { type: 'server-failed', pass: 'throughput', round, server, ...FAILURE },
  ...ofRound(round).filter((entry) => !isOf(entry, { server })),
];

function kept(...parts: (JournalEntry | readonly JournalEntry[])[]): number[] {
  const entries = parts.flat();
  const [started] = entries;
  const kept = keptRounds(started as RunStarted, entries);
  return kept.flatMap(({ pass, round }) => (pass === 'throughput' ? [round] : []));
}

describe('the rounds that are kept', () => {
  test('are the finished ones', () => {
    expect(kept(BEFORE)).toEqual([]);
    expect(kept(BEFORE, beginningOf(1))).toEqual([]);
    expect(kept(BEFORE, ofRound(1), ofRound(2), beginningOf(3))).toEqual([1, 2]);
    expect(kept(BEFORE, ofRound(1), beginningOf(2), INTERRUPTED)).toEqual([1]);
    expect(kept(BEFORE, ofRound(1), ofRound(2), ofRound(3), END)).toEqual([1, 2, 3]);
  });

  test('are not those whose last window was measured and which were not said to be finished', () => {
    const unfinished = ofRound(2).filter(({ type }) => type !== 'round-finished');
    expect(kept(BEFORE, ofRound(1), unfinished)).toEqual([1]);
  });

  test('are those of all attempts, unless an attempt has dropped them', () => {
    const first = [...BEFORE, ...ofRound(1), ...beginningOf(2)];
    expect(kept(first, resumed(1), ofRound(2), beginningOf(3))).toEqual([1, 2]);
    expect(kept(first, resumed(1))).toEqual([1]);
    expect(kept(first, resumed(), beginningOf(1))).toEqual([]);
  });
});

describe('a round in which a pair failed', () => {
  test('is measured again when the pair was measured in another', () => {
    expect(kept(BEFORE, withoutPair(1), ofRound(2), beginningOf(3))).toEqual([2]);
    expect(kept(BEFORE, ofRound(1), withoutServer(2, 'go-gin'), ofRound(3), END)).toEqual([1, 3]);
  });

  test('is kept when the pair was measured in none: the others would lose what they have', () => {
    expect(kept(BEFORE, withoutPair(1), withoutPair(2), beginningOf(3))).toEqual([1, 2]);
    const all = [1, 2].flatMap((round) => withoutServer(round, 'rust-actix'));
    expect(kept(BEFORE, all, INTERRUPTED)).toEqual([1, 2]);
  });

  test('is measured again when nothing else is left to do', () => {
    const all = [1, 2, 3].map(withoutPair);
    expect(kept(BEFORE, ...all, END)).toEqual([]);
  });

  test('counts as it was measured the second time', () => {
    const again = ofRound(2).filter((entry) => 'server' in entry && entry.server === PAIR.server);
    expect(kept(BEFORE, ofRound(1), withoutPair(2), again)).toEqual([1, 2]);
    const failed = withoutPair(2).filter(({ type }) => type === 'cell-failed');
    expect(kept(BEFORE, ofRound(1), ofRound(2), failed)).toEqual([1]);
  });

  test('is kept when a service could not be built, which a resumption cannot mend', () => {
    const reasons: JournalEntry[] = [
      {
        type: 'service-skipped',
        kind: 'server',
        service: 'go-gin',
        reason: 'no go',
        remedy: 'install go',
      },
      { type: 'build-failed', kind: 'server', service: 'go-gin', ...FAILURE },
    ];
    const rounds = [1, 2, 3].flatMap((round) =>
      ofRound(round).filter((entry) => !isOf(entry, { server: 'go-gin' })),
    );
    for (const reason of reasons) expect(kept(BEFORE, reason, rounds, END)).toEqual([1, 2, 3]);
  });

  test('is measured again for a server whose namesake, a client, could not be built', () => {
    const twin = service('server', PAIR.client, 'Namesake', 'cpp', 'epoll');
    const entries = journal({ servers: [twin], clients: CLIENTS.slice(0, 2) });
    const noClient: JournalEntry = {
      ...{ type: 'build-failed', kind: 'client', service: PAIR.client },
      ...FAILURE,
    };
    const others = entries.filter((entry) => !('client' in entry && entry.client === PAIR.client));
    expect(kept(others.slice(0, -1), noClient, END)).toEqual([1, 2, 3]);
    const missing = others.filter(
      (entry) => !(entry.type === 'cell-measured' && entry.round === 2),
    );
    expect(kept(missing.slice(0, -1), noClient, END)).toEqual([1, 3]);
  });

  test('is measured again when a service did not pass its verification, at the end', () => {
    const unsound: JournalEntry = {
      type: 'verify-finished',
      ...{
        kind: 'server',
        service: 'go-gin',
        cached: false,
        duration_ms: 1,
        problems: ['no answer'],
      },
    };
    const rounds = [1, 2, 3].flatMap((round) =>
      ofRound(round).filter((entry) => !isOf(entry, { server: 'go-gin' })),
    );
    expect(kept(BEFORE, unsound, rounds, INTERRUPTED)).toEqual([1, 2, 3]);
    expect(kept(BEFORE, unsound, rounds, END)).toEqual([]);
  });
});

describe('of a run with several passes', () => {
  const small = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
  const whole = comparedJournal({ ...small, settings: { rounds: 2 } });
  const [begin] = whole;
  const keptIn = (entries: readonly JournalEntry[]): string[] =>
    keptRounds(begin as RunStarted, entries).map(({ pass, round }) => `${pass} ${round}`);
  const upTo = (pass: string, round: number): JournalEntry[] => {
    const end = whole.findIndex(
      (entry) => entry.type === 'round-finished' && entry.pass === pass && entry.round === round,
    );
    return whole.slice(0, end + 1);
  };

  test('are the finished ones of each pass, with their reference windows', () => {
    const first = ['throughput 1', 'control 1', 'throughput 2', 'control 2'];
    expect(keptIn(upTo('throughput', 1))).toEqual(first.slice(0, 2));
    expect(keptIn(upTo('throughput', 2))).toEqual(first);
    expect(keptIn(upTo('latency', 1))).toEqual([...first, 'latency 1']);
    expect(keptIn(whole)).toEqual([...first, 'latency 1', 'latency 2']);
  });

  test('are kept whatever became of a ceiling', () => {
    const without = whole.filter(
      (entry) => !(entry.type === 'cell-measured' && entry.client === 'reference'),
    );
    expect(keptIn(without)).toEqual(keptIn(whole));
  });

  test('are not those of the second pass in which a pair failed by chance', () => {
    const failed = whole.map((entry): JournalEntry =>
      isOf(entry, PAIR) && 'round' in entry && entry.pass === 'latency' && entry.round === 2
        ? { type: 'cell-failed', pass: 'latency', round: 2, ...PAIR, ...FAILURE }
        : entry,
    );
    expect(keptIn(failed)).not.toContain('latency 2');
    expect(keptIn(failed)).toContain('latency 1');
  });

  test('are not those of the second pass that passed over a pair which failed in the first by chance', () => {
    const passedOver = whole.flatMap((entry): JournalEntry[] => {
      if (!isOf(entry, PAIR) || !('round' in entry)) return [entry];
      if (entry.pass === 'latency') return [];
      return entry.pass === 'throughput' && entry.round === 2
        ? [{ type: 'cell-failed', pass: 'throughput', round: 2, ...PAIR, ...FAILURE }]
        : [entry];
    });
    const first = ['throughput 1', 'control 1'];
    expect(keptIn(passedOver)).toEqual(first);
    expect(keptIn(passedOver.filter(({ type }) => type !== 'run-finished'))).toEqual(first);
  });

  test('are those of the second pass which a pair that is not valid took no part in', () => {
    const passedOver = whole.filter(
      (entry) => !(isOf(entry, PAIR) && 'pass' in entry && entry.pass === 'latency'),
    );
    expect(keptIn(passedOver)).toEqual(keptIn(whole));
  });
});

test.each([
  ['complete', [...BEFORE, ...ofRound(1), ...END], true],
  ['interrupted', [...BEFORE, ...ofRound(1), ...INTERRUPTED], false],
  ['killed', [...BEFORE, ...ofRound(1)], false],
  ['resumed', [...BEFORE, ...ofRound(1), ...END, resumed(1)], false],
  ['of no entries', [], false],
])('a journal that is %s', (_, entries, expected) => {
  expect(isComplete(entries)).toBe(expected);
});
