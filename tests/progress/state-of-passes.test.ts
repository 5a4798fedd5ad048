import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { shownNames } from '../../src/plan/service-key.ts';
import { ProgressState } from '../../src/progress/state.ts';
import { CLIENTS, comparedJournal, SERVERS } from '../analyse/fixtures.ts';

const PAIR = { server: 'go-gin', client: 'cpp-cpr' };
const REFERENCE = { server: 'reference', client: 'reference' };

/** A state at a time that the test sets. */
function stateAt(start_ms: number): { state: ProgressState; wait: (ms: number) => void } {
  let now_ms = start_ms;
  const wait = (ms: number): void => {
    now_ms += ms;
  };
  return { state: new ProgressState(() => now_ms, shownNames([])), wait };
}

describe('a run with several passes', () => {
  const small = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
  const whole = comparedJournal({ ...small, settings: { rounds: 2 } });
  /** Up to the first entry of this kind, it included. */
  function upTo(isLast: (entry: JournalEntry) => boolean): ReturnType<typeof stateAt> {
    const made = stateAt(1000);
    const end = whole.findIndex(isLast);
    for (const entry of whole.slice(0, end + 1)) made.state.take(entry);
    return made;
  }
  const ofPass =
    (pass: string) =>
    (entry: JournalEntry): boolean =>
      entry.type === 'round-finished' && entry.pass === pass;

  test('counts the windows of both, and no reference windows', () => {
    expect(upTo(({ type }) => type === 'measuring-started').state.position()).toBe('[ 0/14]');
    expect(upTo(ofPass('throughput')).state.position()).toBe('[ 4/14]');
    expect(upTo(ofPass('latency')).state.position()).toBe('[11/14]');
    expect(upTo(({ type }) => type === 'run-finished').state.position()).toBe('[14/14]');
  });

  test('does not count rounds that are not measured any more, of either pass', () => {
    const { state } = upTo(ofPass('throughput'));
    state.take({ type: 'rounds-ended', pass: 'throughput', rounds: 1, reason: 'precision' });
    expect(state.position()).toBe('[4/7]');
    state.take({ type: 'rounds-ended', pass: 'latency', rounds: 0, reason: 'nothing-valid' });
    expect(state.position()).toBe('[4/4]');
  });

  test('passes over windows of the second pass that were not measured', () => {
    const { state } = upTo(({ type }) => type === 'latency-rate');
    state.take({ type: 'round-finished', pass: 'latency', round: 1 });
    expect(state.position()).toBe('[11/14]');
  });

  test('takes the time of a window by its length', () => {
    const { state, wait } = upTo(({ type }) => type === 'measuring-started');
    const plan = whole[0]?.type === 'run-started' ? whole[0].plan : null;
    if (plan === null) throw new Error('a journal begins with the plan');
    wait(10_000);
    for (const entry of whole.filter(({ type }) => type === 'cell-measured').slice(0, 5))
      state.take(entry);
    // A round of four windows of 2.5 s and a reference window of 1.25 s is done, 11.25 s by the plan;
    // as much is left, and six windows of 1.05 s. A tenth of the plan counts as if it had been kept.
    const [done, left, trust_ms] = [11.25, 11.25 + 6 * 1.05, 0.1 * plan.expected_ms];
    const planned_ms = (plan.expected_ms * done) / (done + left);
    const pace = (10_000 + trust_ms) / (planned_ms + trust_ms);
    expect(state.leftMs()).toBeCloseTo((plan.expected_ms - planned_ms) * pace, 6);
  });

  test('has nothing left to do once a repeated window was measured at the end', () => {
    const { state, wait } = upTo(
      (entry) => entry.type === 'rounds-ended' && entry.pass === 'latency',
    );
    const last = whole.findLast((entry) => entry.type === 'cell-measured');
    if (last?.type !== 'cell-measured') throw new Error('the example has no cells');
    const { pass, round, server, client } = last;
    wait(5000);
    state.take({ type: 'cell-repeated', pass, round, server, client, gate: 'steal', why: 'w' });
    expect(state.position()).toBe('[13/14]');
    state.take(last);
    expect(state.position()).toBe('[14/14]');
    expect(state.leftMs()).toBe(0);
  });

  test('names the pass of the window that is measured', () => {
    const { state } = upTo(({ type }) => type === 'latency-rate');
    state.take({ type: 'cell-started', pass: 'latency', round: 1, ...PAIR });
    expect(state.statusLine()).toContain('latency, round 1: go-gin x cpp-cpr');
    state.take({ type: 'cell-started', pass: 'control', round: 2, ...REFERENCE });
    expect(state.statusLine()).toContain('reference, round 2: reference x reference');
  });

  test('begins with the rounds of each pass that are kept', () => {
    const { state } = stateAt(0);
    for (const entry of whole.slice(0, 1)) state.take(entry);
    state.take({
      ...{ type: 'run-resumed', resumed_at: '2026-01-02T04:00:00.000Z', owner: '1.1' },
      kept_rounds: [
        { pass: 'throughput', round: 1 },
        { pass: 'control', round: 1 },
      ],
    });
    expect(state.position()).toBe('[ 4/14]');
  });
});
