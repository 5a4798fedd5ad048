import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import { exitCodeOf } from '../../src/commands/exit-code.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import { BEFORE, END, ofRound, resumed } from '../analyse/attempts.ts';
import { comparedJournal, journal } from '../analyse/fixtures.ts';

const RUN = journal();
const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };
const UNSOUND = {
  type: 'verify-finished' as const,
  ...{ kind: 'client' as const, service: 'cpp-cpr', cached: false, duration_ms: 1 },
  problems: ['it could not be started: x'],
};
const isOfClient = (entry: JournalEntry): boolean =>
  entry.type === 'cell-measured' && entry.client === 'cpp-cpr';

function withoutMemory(window: MeasuredWindow): MeasuredWindow {
  const { client, server } = window.usage;
  return { ...window, usage: { client, server: { ...server, peak_rss_bytes: null } } };
}

function codeOf(entries: readonly JournalEntry[]): number {
  return exitCodeOf(entries, analyseRun(entries));
}

describe('the exit code of a run', () => {
  test('is 0 when all cells are valid', () => {
    expect(codeOf(RUN)).toBe(0);
  });

  test('is 4 when a cell has failed', () => {
    const failed = RUN.map((entry) =>
      entry.type === 'cell-measured' && isOfClient(entry)
        ? {
            type: 'cell-failed' as const,
            pass: 'throughput' as const,
            ...{ round: entry.round, server: entry.server, client: entry.client },
            ...FAILURE,
          }
        : entry,
    );
    expect(codeOf(failed)).toBe(4);
  });

  test('is 4 when a cell was not measured', () => {
    expect(codeOf(RUN.filter((entry) => !isOfClient(entry)))).toBe(4);
  });

  test.each<JournalEntry>([
    { type: 'service-skipped', kind: 'client', service: 'cpp-cpr', reason: 'x', remedy: 'y' },
    { type: 'build-failed', kind: 'client', service: 'cpp-cpr', ...FAILURE },
    { type: 'server-unreachable', service: 'go-gin', reason: 'x' },
    { ...UNSOUND, started: false },
    { type: 'server-failed', pass: 'throughput', round: 1, server: 'go-gin', ...FAILURE },
  ])('is 3 after $type, which outweighs the cells that are missing', (entry) => {
    expect(codeOf([...RUN.filter((one) => !isOfClient(one)), entry])).toBe(3);
  });

  test('is 4 when a service could be started and does not keep the contract', () => {
    expect(codeOf([...RUN.filter((one) => !isOfClient(one)), UNSOUND])).toBe(4);
  });

  test.each<JournalEntry>([
    { type: 'build-failed', kind: 'client', service: 'cpp-cpr', ...FAILURE },
    { ...UNSOUND, started: false },
    { type: 'server-unreachable', service: 'go-gin', reason: 'x' },
    { type: 'server-failed', pass: 'throughput', round: 3, server: 'go-gin', ...FAILURE },
    {
      type: 'cell-failed',
      pass: 'throughput',
      round: 3,
      server: 'go-gin',
      client: 'cpp-cpr',
      ...FAILURE,
    },
  ])('is 0 after $type when the rest was measured well in a resumption', (entry) => {
    const first = [...BEFORE, ...ofRound(1), ...ofRound(2), entry];
    expect(codeOf([...first, resumed(1, 2), ...ofRound(3), ...END])).toBe(0);
  });

  test('is 3 when a server failed in a round that was kept', () => {
    const failed: JournalEntry = {
      type: 'server-failed',
      pass: 'throughput',
      round: 1,
      server: 'go-gin',
      ...FAILURE,
    };
    const first = [...BEFORE, failed, ...ofRound(1), ...ofRound(2)];
    expect(codeOf([...first, resumed(1, 2), ...ofRound(3), ...END])).toBe(3);
  });
});

describe('with thresholds the exit code of a run', () => {
  const [started, ...rest] = RUN;
  const withThreshold = (text: string): JournalEntry[] => {
    if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
    return [{ ...started, thresholds: ['errors==0', text] }, ...rest];
  };

  test('is 0 when all hold', () => {
    expect(codeOf(withThreshold('p99<1s'))).toBe(0);
  });

  test('is 5 when one fails', () => {
    expect(codeOf(withThreshold('go-gin:* p99<1us'))).toBe(5);
  });

  test('is 4 all the same when a cell is missing: that is why there is no data', () => {
    expect(codeOf(withThreshold('p99<1us').filter((entry) => !isOfClient(entry)))).toBe(4);
  });

  test('is 5 when one has no data in cells that are valid', () => {
    const unread = withThreshold('rss<1g').map((entry) =>
      entry.type === 'cell-measured' && isOfClient(entry)
        ? { ...entry, window: withoutMemory(entry.window) }
        : entry,
    );
    expect(codeOf(unread)).toBe(5);
  });
});

describe('what nobody chose changes no exit code', () => {
  const compared = comparedJournal();
  const [started] = compared;
  const isOfReference = (entry: JournalEntry): boolean =>
    'server' in entry &&
    (entry.server === 'reference' || ('client' in entry && entry.client === 'reference'));
  const others = compared.filter((entry) => !isOfReference(entry));

  test.each<JournalEntry>([
    { type: 'service-skipped', kind: 'client', service: 'reference', reason: 'x', remedy: 'y' },
    { type: 'build-failed', kind: 'server', service: 'reference', ...FAILURE },
    { type: 'server-failed', pass: 'throughput', round: 1, server: 'reference', ...FAILURE },
    { type: 'server-failed', pass: 'control', round: 1, server: 'reference', ...FAILURE },
  ])('$type of a reference service', (entry) => {
    expect(codeOf([...others, entry])).toBe(0);
  });

  test('a ceiling that is not valid', () => {
    expect(codeOf(others)).toBe(0);
  });

  test('but a reference service that was chosen, like any other', () => {
    if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
    const chosen: JournalEntry = {
      ...started,
      plan: { ...started.plan, pairs: [{ server: 'reference', client: 'cpp-cpr' }], ceilings: [] },
    };
    const failed: JournalEntry = {
      ...{ type: 'build-failed', kind: 'server', service: 'reference', ...FAILURE },
    };
    expect(codeOf([chosen, ...others.slice(1), failed])).toBe(3);
    const namesake: JournalEntry = { ...failed, kind: 'client' };
    expect(codeOf([chosen, ...compared.slice(1), namesake])).toBe(0);
  });
});
