/** Runs of nine pairs that differ in what a test says, from journals of runs that never took place. */
import { type AnalysedRun, analysedRun } from '../../../src/analyse/run.ts';
import type { HostFacts } from '../../../src/host/facts.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import type { NamedPair, Settings } from '../../../src/plan/facts.ts';
import { settingsOfPass } from '../../../src/plan/pass-settings.ts';
import { comparedJournal } from '../fixtures.ts';
import { windowOf } from '../window-fixture.ts';

type Measured = Extract<JournalEntry, { type: 'cell-measured' }>;

export interface Differing {
  readonly id?: string;
  /** How much more each pair does. */
  readonly factor?: (cell: Measured) => number;
  /** Whether a pair is planned. */
  readonly has?: (pair: NamedPair) => boolean;
  readonly settings?: Partial<Settings>;
  readonly host?: Partial<HostFacts>;
  readonly latency_rate_per_s?: number;
  /** What else is otherwise in a window. */
  readonly change?: (cell: Measured) => void;
}

export function journalWith(differing: Differing = {}): JournalEntry[] {
  const { id = 'run', has = () => true, host = {} } = differing;
  const all = comparedJournal({ settings: differing.settings ?? {} });
  const [started] = all;
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
  const plan = {
    ...started.plan,
    pairs: started.plan.pairs.filter(has),
    blocks: started.plan.blocks.map((block) => ({
      ...block,
      clients: block.clients.filter((client) => has({ server: block.server, client })),
    })),
  };
  const entries = all.slice(1).flatMap((entry): JournalEntry[] => {
    if (entry.type === 'latency-rate')
      return [{ ...entry, rate_per_s: differing.latency_rate_per_s ?? entry.rate_per_s }];
    if (entry.type !== 'cell-measured') return [entry];
    return has(entry) ? [changed(entry, { ...started, plan }, differing)] : [];
  });
  return [{ ...started, run_id: id, host: { ...started.host, ...host }, plan }, ...entries];
}

function changed(
  cell: Measured,
  { plan }: Extract<JournalEntry, { type: 'run-started' }>,
  { factor = () => 1, change, latency_rate_per_s }: Differing,
): Measured {
  const client = plan.services.find(({ kind, name }) => kind === 'client' && name === cell.client);
  if (client === undefined) throw new Error(`there is no client ${cell.client}`);
  const { result } = cell.window.client_run;
  const rps = (result.requests.window / result.window_ns) * 1e9;
  const settings = settingsOfPass(cell.pass, plan, latency_rate_per_s ?? 4000);
  const isAtRate = cell.pass === 'latency' && latency_rate_per_s !== undefined;
  const limit_rps = isAtRate ? 2 * latency_rate_per_s : rps * factor(cell);
  const isSame = !isAtRate && factor(cell) === 1;
  const again = isSame ? cell.window : windowOf(client, limit_rps, settings);
  const copy = { ...cell, window: structuredClone(again) };
  change?.(copy);
  return copy;
}

export function runWith(differing: Differing = {}): AnalysedRun {
  return analysedRun(journalWith(differing));
}

/** Of one pair in the first pass. */
export function only(server: string, client: string, factor: number): (cell: Measured) => number {
  return (cell) =>
    cell.pass === 'throughput' && cell.server === server && cell.client === client ? factor : 1;
}
