import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { shownNames } from '../../src/plan/service-key.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';
import { ProgressState } from '../../src/progress/state.ts';
import { BEFORE, ofRound, resumed } from '../analyse/attempts.ts';
import { journal } from '../analyse/fixtures.ts';

const RUN = journal();
const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };
const building = (service: string, kind: ServiceKind = 'server'): JournalEntry => ({
  type: 'build-started',
  kind,
  service,
  fingerprint: 'f',
  log_file: 'x.log',
});

const SERVICES = [
  { kind: 'server', name: 'twin' },
  { kind: 'client', name: 'twin' },
] as const;

/** A state at a time that the test sets. */
function stateAt(start_ms: number): { state: ProgressState; wait: (ms: number) => void } {
  let now_ms = start_ms;
  const wait = (ms: number): void => {
    now_ms += ms;
  };
  return { state: new ProgressState(() => now_ms, shownNames(SERVICES)), wait };
}

/** All entries before the first cell. */
function measuring(): ReturnType<typeof stateAt> {
  const made = stateAt(1000);
  const first = RUN.findIndex(({ type }) => type === 'measuring-started');
  for (const entry of RUN.slice(0, first + 1)) made.state.take(entry);
  return made;
}

const cells = RUN.filter((entry) => entry.type === 'cell-measured');
const startOf = (round: number, server: string, client: string): JournalEntry => ({
  type: 'cell-started',
  pass: 'throughput',
  round,
  server,
  client,
});

describe('the position in a run', () => {
  test('counts the cells that have ended, of all in the plan', () => {
    const { state } = measuring();
    expect(state.position()).toBe('[ 0/27]');
    for (const cell of cells.slice(0, 10)) state.take(cell);
    expect(state.position()).toBe('[10/27]');
  });

  test('counts a cell that failed', () => {
    const { state } = measuring();
    state.take({
      type: 'cell-failed',
      pass: 'throughput',
      round: 1,
      server: 'a',
      client: 'b',
      ...FAILURE,
    });
    expect(state.position()).toBe('[ 1/27]');
  });

  test('counts a cell once that is measured again', () => {
    const { state } = measuring();
    const [cell] = cells;
    if (cell === undefined) throw new Error('the example has no cells');
    const { round, server, client } = cell;
    state.take(cell);
    state.take({
      type: 'cell-repeated',
      pass: 'throughput',
      round,
      server,
      client,
      gate: 'steal',
      why: 'w',
    });
    state.take(cell);
    expect(state.position()).toBe('[ 1/27]');
  });

  test('passes over the cells of a server that could not be started', () => {
    const { state } = measuring();
    for (const cell of cells.slice(0, 6)) state.take(cell);
    state.take({
      type: 'server-failed',
      pass: 'throughput',
      round: 1,
      server: 'rust-actix',
      ...FAILURE,
    });
    state.take({ type: 'round-finished', pass: 'throughput', round: 1 });
    expect(state.position()).toBe('[ 9/27]');
  });
});

describe('a run that goes on', () => {
  /** As a resumption tells it: what was planned, the builds, which rounds are kept, then the rest. */
  function resumedWith(...kept_rounds: number[]): ReturnType<typeof stateAt> {
    const made = stateAt(1000);
    for (const entry of BEFORE.slice(0, -1)) made.state.take(entry);
    made.state.take(resumed(...kept_rounds));
    made.state.take({ type: 'measuring-started', expected_ms: 60_000 });
    return made;
  }

  test('has done the cells of the rounds that are kept', () => {
    expect(resumedWith().state.position()).toBe('[ 0/27]');
    expect(resumedWith(1).state.position()).toBe('[ 9/27]');
    expect(resumedWith(1, 3).state.position()).toBe('[18/27]');
  });

  test('counts on from there, whichever round is missing', () => {
    const { state } = resumedWith(1, 3);
    for (const entry of ofRound(2)) state.take(entry);
    expect(state.position()).toBe('[27/27]');
    const later = resumedWith(2);
    for (const entry of ofRound(1)) later.state.take(entry);
    expect(later.state.position()).toBe('[18/27]');
  });

  test('takes as long as the rest is expected to, then what its own pace tells', () => {
    const { state, wait } = resumedWith(1);
    expect(state.leftMs()).toBe(60_000);
    wait(1000);
    expect(state.leftMs()).toBe(59_000);
    wait(8000);
    for (const cell of cells.slice(9, 18)) state.take(cell);
    // 9 s instead of 30; the plan counts as if a tenth of it, 6 s, had been kept.
    expect(state.leftMs()).toBeCloseTo((30_000 * (9000 + 6000)) / (30_000 + 6000), 6);
  });
});

describe('the time left', () => {
  test('is that of the plan at first', () => {
    const { state, wait } = measuring();
    expect(state.leftMs()).toBe(90_000);
    wait(3000);
    expect(state.leftMs()).toBe(87_000);
    wait(90_000);
    // All windows but the one that takes so long.
    expect(state.leftMs()).toBeCloseTo((90_000 * 26) / 27, 6);
  });

  test('follows the pace once cells have ended', () => {
    const { state, wait } = measuring();
    wait(18_000);
    for (const cell of cells.slice(0, 9)) state.take(cell);
    // 18 s instead of 30; a tenth of the plan, 9 s, counts as kept.
    expect(state.leftMs()).toBeCloseTo((60_000 * (18_000 + 9000)) / (30_000 + 9000), 6);
    for (const cell of cells.slice(9)) state.take(cell);
    expect(state.leftMs()).toBe(0);
  });

  test('does not count the time of the builds', () => {
    const { state, wait } = stateAt(0);
    state.take(RUN[0] ?? building('none'));
    wait(500_000);
    expect(state.leftMs()).toBe(90_000);
  });
});

describe('the status line', () => {
  test('is nothing while nothing goes on', () => {
    expect(stateAt(0).state.statusLine()).toBeNull();
  });

  test('names all builds that go on', () => {
    const { state } = stateAt(0);
    state.take(building('a'));
    state.take(building('b'));
    expect(state.statusLine()).toBe('building a, building b');
    state.take({ type: 'build-failed', kind: 'server', service: 'a', ...FAILURE });
    expect(state.statusLine()).toBe('building b');
    state.take({
      ...{
        type: 'build-finished',
        kind: 'server',
        service: 'b',
        fingerprint: 'f',
        binary: 'b',
        cached: false,
      },
      ...{ duration_ms: 1, versions: {} },
    });
    expect(state.statusLine()).toBeNull();
  });

  test('tells a server and a client of one name apart', () => {
    const { state } = stateAt(0);
    state.take(building('twin'));
    state.take(building('twin', 'client'));
    expect(state.statusLine()).toBe('building twin (server), building twin (client)');
    state.take({ type: 'build-failed', kind: 'server', service: 'twin', ...FAILURE });
    expect(state.statusLine()).toBe('building twin (client)');
  });

  test('names the service that is verified', () => {
    const { state } = stateAt(0);
    state.take({ type: 'verify-started', kind: 'server', service: 'a' });
    expect(state.statusLine()).toBe('verifying a');
  });

  test('names the cell, how far the run is and how long it will take', () => {
    const { state, wait } = measuring();
    state.take(startOf(1, 'go-gin', 'cpp-cpr'));
    wait(2000);
    expect(state.statusLine()).toBe('[ 0/27] round 1: go-gin x cpp-cpr, about 1:28 left');
  });

  test('of a run that may end early says that it is the most', () => {
    const { state } = stateAt(0);
    for (const entry of BEFORE)
      state.take(
        entry.type === 'run-started'
          ? {
              ...entry,
              plan: {
                ...entry.plan,
                stop: { throughput_precision: 0.02, p99_precision: null, max_time_ms: null },
              },
            }
          : entry,
      );
    state.take(startOf(1, 'go-gin', 'cpp-cpr'));
    expect(state.statusLine()).toBe('[ 0/27] round 1: go-gin x cpp-cpr, at most about 1:30 left');
  });

  test('during the builds of a run tells what comes after them', () => {
    const { state } = stateAt(0);
    for (const entry of BEFORE.slice(0, 1)) state.take(entry);
    state.take(building('a'));
    expect(state.statusLine()).toBe('building a; then about 1:30');
  });

  test('is nothing once the run has ended', () => {
    const { state } = measuring();
    state.take(startOf(1, 'go-gin', 'cpp-cpr'));
    state.take(RUN.at(-1) ?? building('none'));
    expect(state.statusLine()).toBeNull();
  });
});
