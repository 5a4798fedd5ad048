/** What a run costs beside what it measures, from its journal: time outside windows, and CPU inside them. */
import type { JournalEntry } from '../../src/journal/entries.ts';
import { atMost } from '../table.ts';
import type { RatioRow } from '../table.ts';

const MOST_OUTSIDE = 0.25;
const MOST_CPUS = 0.01;

type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>;

function ofType<Type extends JournalEntry['type']>(
  entries: readonly JournalEntry[],
  type: Type,
): EntryOf<Type>[] {
  return entries.filter((entry): entry is EntryOf<Type> => entry.type === type);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** In seconds: warm-up and window of each, those that were measured again, too. */
function measuredSeconds(cells: readonly EntryOf<'cell-measured'>[]): number {
  return sum(cells, ({ window: { client_run } }) => {
    const { hello, result } = client_run;
    return hello.settings.warmup_ms / 1e3 + result.window_ns / 1e9;
  });
}

/** `seconds`: of the whole process, from its start to its end. */
export function runCostRows(entries: readonly JournalEntry[], seconds: number): RatioRow[] {
  const cells = ofType(entries, 'cell-measured');
  const part = (what: string, spent_s: number): RatioRow => ({
    what: `  of it ${what}`,
    ratios: [spent_s / seconds],
    wanted: null,
  });
  const [finished] = ofType(entries, 'run-finished');
  return [
    {
      what: 'quick run: share outside windows and warm-ups',
      ratios: [1 - measuredSeconds(cells) / seconds],
      wanted: atMost(MOST_OUTSIDE),
    },
    part('before and after the run itself', seconds - (finished?.duration_ms ?? NaN) / 1e3),
    part('verifying', sum(ofType(entries, 'verify-finished'), (one) => one.duration_ms) / 1e3),
    part('starting servers', sum(ofType(entries, 'server-started'), (one) => one.ready_ms) / 1e3),
    part('stopping servers', sum(ofType(entries, 'server-stopped'), (one) => one.stop_ms) / 1e3),
    {
      what: 'CPUs of the tool in each window of it',
      ratios: cells.map(({ window }) => window.tool.cpus),
      wanted: atMost(MOST_CPUS),
    },
  ];
}
