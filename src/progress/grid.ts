/** The matrix as it fills in: what is known of each pair by now, from journal entries. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { isPointPass } from '../plan/sweep.ts';

type Plan = RunStarted['plan'];

export interface GridCell {
  readonly state: 'planned' | 'running' | 'measured' | 'failed' | 'skipped';
  /** Of the throughput windows, in the order of the rounds. */
  readonly rps: readonly number[];
}

export interface Grid {
  readonly servers: readonly string[];
  readonly clients: readonly string[];
  /** Null: this pair is not planned. */
  readonly cell: (server: string, client: string) => GridCell | null;
}

interface Pair {
  readonly server: string;
  readonly client: string;
}

/** After these no pair is being measured. */
const ENDING: readonly JournalEntry['type'][] = [
  'cell-measured',
  'cell-failed',
  'server-stopped',
  'run-finished',
];

const keyOf = ({ server, client }: Pair): string => JSON.stringify([server, client]);

export class GridState {
  #plan: Plan | null = null;
  /** By pair, then by round. */
  readonly #windows = new Map<string, Map<number, number>>();
  readonly #failed = new Set<string>();
  readonly #skipped = { server: new Set<string>(), client: new Set<string>() };
  #running: string | null = null;

  take(entry: JournalEntry): void {
    if (entry.type === 'run-started') this.#plan = entry.plan;
    if (entry.type === 'cell-started') this.#running = keyOf(entry);
    if (ENDING.includes(entry.type)) this.#running = null;
    if (entry.type === 'cell-measured') this.#measured(entry);
    if (entry.type === 'cell-failed' && entry.pass !== 'control') this.#failed.add(keyOf(entry));
    this.#service(entry);
  }

  /** What keeps all pairs of a service from being measured. */
  #service(entry: JournalEntry): void {
    if (entry.type === 'service-skipped' || entry.type === 'build-failed')
      this.#skipped[entry.kind].add(entry.service);
    if (entry.type === 'verify-finished' && entry.problems.length > 0)
      this.#skipped[entry.kind].add(entry.service);
    if (entry.type === 'client-refused') this.#skipped.client.add(entry.service);
    if (entry.type === 'server-unreachable') this.#skipped.server.add(entry.service);
    // Reference windows show the machine; they are no pair of the matrix.
    if (entry.type === 'server-failed' && entry.pass !== 'control')
      for (const pair of this.#pairs())
        if (pair.server === entry.server) this.#failed.add(keyOf(pair));
  }

  #measured(entry: Extract<JournalEntry, { type: 'cell-measured' }>): void {
    const isPoint = isPointPass(entry.pass);
    if (entry.pass !== 'throughput' && !isPoint) return;
    const { requests, window_ns } = entry.window.client_run.result;
    const rounds = this.#windows.get(keyOf(entry)) ?? new Map<number, number>();
    const rps = (requests.window / window_ns) * 1e9;
    // Of a sweep the most that the pair has done by now, at any load.
    if (isPoint) rounds.set(1, Math.max(rps, rounds.get(1) ?? 0));
    else rounds.set(entry.round, rps);
    this.#windows.set(keyOf(entry), rounds);
  }

  #pairs(): readonly Pair[] {
    return this.#plan === null ? [] : [...this.#plan.pairs, ...this.#plan.ceilings];
  }

  /** Null: no plan is known. */
  grid(): Grid | null {
    if (this.#plan === null) return null;
    const pairs = this.#pairs();
    const planned = new Set(pairs.map(keyOf));
    return {
      servers: [...new Set(pairs.map(({ server }) => server))],
      clients: [...new Set(pairs.map(({ client }) => client))],
      cell: (server, client) =>
        planned.has(keyOf({ server, client })) ? this.#cell({ server, client }) : null,
    };
  }

  #cell(pair: Pair): GridCell {
    const key = keyOf(pair);
    const rounds = [...(this.#windows.get(key) ?? [])].sort(([one], [other]) => one - other);
    const rps = rounds.map(([, value]) => value);
    const isSkipped =
      this.#skipped.server.has(pair.server) || this.#skipped.client.has(pair.client);
    if (this.#running === key) return { state: 'running', rps };
    if (this.#failed.has(key)) return { state: 'failed', rps };
    if (isSkipped) return { state: 'skipped', rps };
    return { state: rps.length === 0 ? 'planned' : 'measured', rps };
  }
}
