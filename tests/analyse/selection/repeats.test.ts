import { describe, expect, test } from '@jest/globals';
import { repeatAtOnce, repeatsDue } from '../../../src/analyse/selection/repeats.ts';
import { WindowRecord } from '../../../src/analyse/selection/window-record.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import type { CellPlace } from '../../../src/measure/facts.ts';
import { expectedCellMs, expectedMs } from '../../../src/plan/estimate.ts';
import type { Plan } from '../../../src/plan/facts.ts';
import { CLIENTS, comparedPlan, SERVERS } from '../fixtures.ts';
import { stallWindow } from '../window-fixture.ts';
import { measured, miscount, othersBusy } from '../measured.ts';
import type { Told } from '../measured.ts';

/** Two servers and one client, with ceilings and reference windows. */
const PLAN = comparedPlan({ servers: SERVERS.slice(0, 2), clients: CLIENTS.slice(0, 1) });
const [PAIR = { server: '', client: '' }, OTHER = PAIR] = PLAN.pairs;
const REFERENCE = { server: 'reference', client: 'reference' };
const NONE = { block_ms: 0, cell_ms: 0 };
const WINDOW_MS = expectedCellMs('throughput', PLAN, NONE);
const WINDOWS = PLAN.blocks.reduce((sum, { clients }) => sum + clients.length, 0);

const at = (round: number, changes: Partial<CellPlace> = {}): CellPlace => ({
  ...{ pass: 'throughput', round, ...PAIR },
  ...changes,
});
const window = (place: CellPlace, told: Partial<Told> = {}): JournalEntry =>
  measured(place, PLAN, told);
const disturbed = (place: CellPlace): JournalEntry => window(place, { change: othersBusy });
const repeated = (place: CellPlace): JournalEntry => ({
  ...{ type: 'cell-repeated', ...place, gate: 'interference', why: 'w' },
});
const control = (round: number, told: Partial<Told> = {}): JournalEntry =>
  window(at(round, { pass: 'control', ...REFERENCE }), told);
const finished = (round: number): JournalEntry => ({
  ...{ type: 'round-finished', pass: 'throughput', round },
});

function recordOf(entries: readonly JournalEntry[], plan: Plan = PLAN): WindowRecord {
  const record = new WindowRecord(plan);
  for (const entry of entries) record.take(entry);
  return record;
}

const due = (...entries: readonly JournalEntry[]) =>
  repeatsDue(recordOf(entries), 'throughput', PLAN.pairs).map(
    ({ server, client, round, broken }) => `${server}:${client} ${round} ${broken.gate}`,
  );

describe('right after a window it is measured again', () => {
  const gateAfter = (...entries: readonly JournalEntry[]): string | null =>
    repeatAtOnce(recordOf(entries), at(1))?.gate ?? null;

  test('when it was disturbed, and not otherwise', () => {
    expect(gateAfter(window(at(1)))).toBeNull();
    expect(gateAfter(disturbed(at(1)))).toBe('interference');
  });

  test('when the last one of its pair was, not an earlier one', () => {
    expect(gateAfter(disturbed(at(1)), repeated(at(1)), window(at(1)))).toBeNull();
  });

  test('twice at most', () => {
    const once = [disturbed(at(1)), repeated(at(1)), disturbed(at(1))];
    expect(gateAfter(...once)).toBe('interference');
    expect(gateAfter(...once, repeated(at(1)), disturbed(at(1)))).toBeNull();
  });

  test('not for a fault, which would only be hidden', () => {
    expect(gateAfter(window(at(1), { change: miscount }))).toBeNull();
  });

  test('not when it is a reference window: it shows the machine as it is', () => {
    const place = at(1, { pass: 'control', ...REFERENCE });
    expect(repeatAtOnce(recordOf([disturbed(place)]), place)).toBeNull();
  });

  test('also in the second pass', () => {
    const place = at(1, { pass: 'latency' });
    expect(repeatAtOnce(recordOf([disturbed(place)]), place)?.gate).toBe('interference');
  });

  test('not when it failed and there is no window', () => {
    expect(gateAfter()).toBeNull();
  });
});

describe('the repeats of a run', () => {
  const spent = (count: number, plan: Plan = PLAN): WindowRecord => {
    const others = Array.from({ length: count }, (_, index) => repeated(at(100 + index)));
    return recordOf([...others, disturbed(at(1))], plan);
  };

  test('take a share of its time, a fifth at most', () => {
    const counts = Array.from({ length: WINDOWS }, (_, count) => count);
    const allowed = counts.filter((count) => repeatAtOnce(spent(count), at(1)) !== null).length;
    expect(allowed).toBeGreaterThan(4);
    expect(allowed * WINDOW_MS).toBeLessThanOrEqual(expectedMs(PLAN.blocks, PLAN, NONE) / 5);
    const both = [disturbed(at(1)), disturbed(at(1, OTHER)), finished(1)];
    const others = Array.from({ length: allowed - 1 }, (_, index) => repeated(at(100 + index)));
    expect(due(...both)).toHaveLength(2);
    expect(due(...others, ...both)).toHaveLength(1);
    expect(due(...others, repeated(at(99)), ...both)).toEqual([]);
  });

  test('of shorter windows are more', () => {
    const place = at(1, { pass: 'latency' });
    const shorter = (count: number): WindowRecord =>
      recordOf([
        ...Array.from({ length: count }, (_, index) => repeated({ ...place, round: 100 + index })),
        disturbed(place),
      ]);
    const counts = Array.from({ length: 3 * WINDOWS }, (_, count) => count);
    const allowed = (recordAfter: (count: number) => WindowRecord, where: CellPlace): number =>
      counts.filter((count) => repeatAtOnce(recordAfter(count), where) !== null).length;
    expect(allowed(shorter, place)).toBeGreaterThan(allowed(spent, at(1)));
  });

  test('are none of windows longer than a minute, but for a stall', () => {
    const settings = { ...PLAN.settings, duration_ms: 600_000 };
    const soak = { ...PLAN, settings, latency: null };
    const record = recordOf([measured(at(1), soak, { change: othersBusy })], soak);
    expect(repeatAtOnce(record, at(1))).toBeNull();
    expect(repeatsDue(record, 'throughput', soak.pairs)).toEqual([]);
    record.take(measured(at(2), soak, { change: stallWindow }));
    expect(repeatAtOnce(record, at(2))?.gate).toBe('littles_law');
  });

  test('for a stall are not counted against it: without a good window the pair is invalid', () => {
    const record = spent(WINDOWS);
    record.take(window(at(2), { change: stallWindow }));
    expect(repeatAtOnce(record, at(2))?.gate).toBe('littles_law');
  });

  test('are at least four, however short it is', () => {
    const short = { ...PLAN, blocks: PLAN.blocks.slice(0, 2) };
    expect(repeatAtOnce(spent(3, short), at(1))).not.toBeNull();
    expect(repeatAtOnce(spent(4, short), at(1))).toBeNull();
  });
});

describe('after a round are measured again', () => {
  /** A quiet round, one in the slow state of the machine, and a quiet one. */
  const slowSecond = [
    ...[control(1), window(at(1)), control(1), finished(1)],
    ...[control(2, { dearer: 1.27 }), window(at(2), { dearer: 1.27 }), control(2), finished(2)],
    ...[control(3), window(at(3)), control(3), finished(3)],
  ];
  const alone = (...entries: readonly JournalEntry[]): string[] =>
    repeatsDue(recordOf(entries), 'throughput', [PAIR]).map(
      ({ round, broken }) => `${round} ${broken.gate}`,
    );

  test('windows of the slow state, once others have shown that it was slow', () => {
    expect(alone(...slowSecond.slice(0, 3))).toEqual([]);
    expect(alone(...slowSecond)).toEqual(['2 slow_state']);
  });

  test('also the first one, when only later ones show it', () => {
    const first = [
      ...[control(1, { dearer: 1.27 }), window(at(1), { dearer: 1.27 }), control(1), finished(1)],
      ...[window(at(2)), control(2), finished(2)],
      ...[window(at(3)), control(3), finished(3)],
    ];
    expect(alone(...first)).toEqual(['1 slow_state']);
  });

  test('not those of a program that has two modes of its own', () => {
    const twoModes = [
      ...[1, 2, 3, 4, 5, 6].flatMap((round) => [
        control(round),
        window(at(round), { dearer: round % 3 === 0 ? 1.27 : 1 }),
        finished(round),
      ]),
      control(6),
    ];
    expect(alone(...twoModes)).toEqual([]);
  });

  test('not those that were repeated well', () => {
    const again = [control(3), repeated(at(2)), window(at(2))];
    expect(alone(...slowSecond, ...again)).toEqual([]);
  });

  test('twice at most, though a repeat came to nothing', () => {
    expect(alone(...slowSecond, repeated(at(2)))).toEqual(['2 slow_state']);
    expect(alone(...slowSecond, repeated(at(2)), repeated(at(2)))).toEqual([]);
  });

  test('not those of a pair that has failed: no repeat mends it', () => {
    const failed: JournalEntry = {
      ...{ type: 'cell-failed', ...at(3), reason: 'it died', log_file: 'x.log', log_tail: [] },
    };
    expect(alone(...slowSecond, failed)).toEqual([]);
    expect(alone(...slowSecond, finished(4))).toEqual([]);
  });

  test('all that are due, by pair and round', () => {
    const places = [at(1), at(1, OTHER)];
    expect(due(...places.map(disturbed), finished(1))).toEqual(
      places.map(({ server, client }) => `${server}:${client} 1 interference`),
    );
  });
});
