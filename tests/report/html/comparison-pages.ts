/** Comparisons whose pages are looked at from all sides. */
import { type AnalysedRun, analysedRun } from '../../../src/analyse/run.ts';
import { compareRuns } from '../../../src/analyse/versus/compare-runs.ts';
import type { RunsComparison, VersusCell } from '../../../src/analyse/versus/comparison.ts';
import { journalWith, runWith } from '../../analyse/versus/versus-fixture.ts';

const is = (server: string, client: string) => (pair: { server: string; client: string }) =>
  pair.server === server && pair.client === client;

const BASE = runWith({ id: 'base', has: (pair) => !is('rust-actix', 'cpp-cpr')(pair) });

/** A pair is new and one is missing, one became slower, one faster, some cost more CPU time. */
const JOURNAL = journalWith({
  id: 'run',
  has: (pair) => !is('python-fastapi', 'cpp-cpr')(pair),
  factor: (cell) => {
    if (cell.pass === 'latency') return 1;
    return is('go-gin', 'cpp-cpr')(cell) ? 0.7 : is('go-gin', 'rust-reqwest')(cell) ? 1.2 : 1;
  },
  change: (cell) => {
    if (cell.server === 'python-fastapi')
      cell.window.usage.server.cpu_ns = 2 * (cell.window.usage.server.cpu_ns ?? NaN);
  },
});
const RUN = analysedRun(JOURNAL);
const OTHER = runWith({ id: 'other', settings: { payload_bytes: 1000 } });

/** Two runs, of which one was not measured alike, with gates. */
export function twoRuns(): RunsComparison {
  return compareRuns(BASE, [OTHER, RUN], { unlike: 'refuse', fail_if_slower: 0.05 });
}

/** The last run was not measured alike. */
export function unlike(): RunsComparison {
  return compareRuns(BASE, [RUN, OTHER], { unlike: 'refuse', fail_if_slower: null });
}

/** Compared in spite of its differences, on a machine that is slower; a pair has more errors. */
export function forced(): RunsComparison {
  const slow = runWith({
    id: 'slow',
    settings: { payload_bytes: 1000 },
    factor: ({ pass }) => (pass === 'latency' ? 1 : 0.8),
  });
  const all = compareRuns(BASE, [slow], { unlike: 'force', fail_if_slower: 0.1 });
  return changedCells(all, (cell, index) =>
    index === 0
      ? { ...cell, errors: { ...cell.errors, run: 40, more: true }, sentence: ERRORS }
      : cell,
  );
}

export const ERRORS = '0 failed requests then, 40 now';

/** A run with thresholds, of which some do not hold, against its baseline. */
export function gated(): { readonly run: AnalysedRun; readonly comparison: RunsComparison } {
  const thresholds = ['throughput>1000', '*:cpp-cpr p99<1us'];
  const run = analysedRun(
    JOURNAL.map((entry) => (entry.type === 'run-started' ? { ...entry, thresholds } : entry)),
  );
  return { run, comparison: compareRuns(BASE, [run], { unlike: 'refuse', fail_if_slower: 0.05 }) };
}

/** All texts become worse. */
export function hostileComparison(bad: (text: string) => string): RunsComparison {
  const all = changedCells(twoRuns(), (cell) => ({
    ...cell,
    ...{ server: bad(cell.server), client: bad(cell.client), sentence: bad(cell.sentence) },
    changes: cell.changes.map((change) => ({
      ...change,
      absent: change.absent === null ? null : bad(change.absent),
    })),
  }));
  const about = (one: RunsComparison['base']): RunsComparison['base'] => ({
    ...one,
    ...{ run_id: bad(one.run_id), label: bad('label'), tool_version: bad('0') },
  });
  return {
    ...all,
    base: about(all.base),
    runs: all.runs.map((versus) => ({
      ...versus,
      run: about(versus.run),
      differences: versus.differences.map(bad),
      drift: { ...versus.drift, sentence: bad(versus.drift.sentence) },
    })),
    gates: all.gates.map((gate) => ({
      ...gate,
      ...{ name: bad(gate.name), sentence: bad(gate.sentence) },
    })),
  };
}

function changedCells(
  comparison: RunsComparison,
  change: (cell: VersusCell, index: number) => VersusCell,
): RunsComparison {
  return {
    ...comparison,
    runs: comparison.runs.map((versus) => ({ ...versus, cells: versus.cells.map(change) })),
  };
}
