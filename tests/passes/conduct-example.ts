/** Passes that measure nothing: their windows are made, their time is that which the plan expects. */
import { WindowRecord } from '../../src/analyse/selection/window-record.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { CellPlace } from '../../src/measure/facts.ts';
import type { Conduct } from '../../src/passes/conduct.ts';
import { isPointPass } from '../../src/plan/sweep.ts';
import { expectedMs } from '../../src/plan/estimate.ts';
import type { Block, Plan } from '../../src/plan/facts.ts';
import { CLIENTS, comparedPlan, SERVERS } from '../analyse/fixtures.ts';
import { measured } from '../analyse/measured.ts';
import type { Told } from '../analyse/measured.ts';

const OVERHEAD = { block_ms: 500, cell_ms: 100 };

/** One server and one client, with ceilings, reference windows and a second pass. */
export function smallPlan(rounds: number, changes: Partial<Plan> = {}): Plan {
  const sides = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
  return { ...comparedPlan({ ...sides, settings: { rounds } }), ...changes };
}

/** What becomes of a window; `time`: its number among those of its place, from 1. Null: its client fails. */
export type Outcome = (place: CellPlace, time: number) => Partial<Told> | null;

export interface ConductExample extends Conduct {
  /** All that was told, in order. */
  readonly entries: readonly JournalEntry[];
}

interface Options {
  readonly plan: Plan;
  /** Those that are still to be measured; all without it. */
  readonly blocks?: readonly Block[];
  /** Of an earlier attempt. */
  readonly before?: readonly JournalEntry[];
  readonly outcome?: Outcome;
}

function keyOf({ pass, round, server, client }: CellPlace): string {
  return `${pass} ${round} ${server} ${client}`;
}

export function conductExample({
  plan,
  blocks = plan.blocks,
  before = [],
  outcome = () => ({}),
}: Options): ConductExample {
  const entries: JournalEntry[] = [];
  const record = new WindowRecord(plan);
  const times = new Map<string, number>();
  let elapsed_ms = 0;
  const append = (entry: JournalEntry): void => {
    entries.push(entry);
    record.take(entry);
  };
  for (const entry of before) record.take(entry);
  const measureCell = (place: CellPlace): void => {
    const time = (times.get(keyOf(place)) ?? 0) + 1;
    times.set(keyOf(place), time);
    const told = outcome(place, time);
    append(
      told === null
        ? { type: 'cell-failed', ...place, reason: 'it died', log_file: 'x.log', log_tail: [] }
        : measured(place, plan, told, record.settingsOf(place).rate_per_s ?? NaN),
    );
  };
  return {
    ...{ plan, blocks, record, entries, journal: { append } },
    elapsed_ms: () => elapsed_ms,
    expectedMs: (some) => expectedMs(some, plan, OVERHEAD),
    measureBlock: (block) => {
      const { pass, round, server, clients } = block;
      for (const client of clients) measureCell({ pass, round, server, client });
      elapsed_ms += expectedMs([block], plan, OVERHEAD);
      return Promise.resolve();
    },
  };
}

function letterOf(pass: Block['pass']): string {
  return isPointPass(pass) ? pass.replace('point-', 'p') + ' ' : pass.slice(0, 1);
}

function word(entry: JournalEntry): string | null {
  if (entry.type === 'cell-measured' || entry.type === 'cell-failed') {
    const { pass, round, server, client } = entry;
    const failed = entry.type === 'cell-failed' ? ' failed' : '';
    return `${letterOf(pass)}${round} ${server}:${client}${failed}`;
  }
  if (entry.type === 'cell-repeated')
    return `again ${letterOf(entry.pass)}${entry.round} ${entry.gate}`;
  if (entry.type === 'round-finished') return `${letterOf(entry.pass)}${entry.round} finished`;
  if (entry.type === 'rounds-ended') return `${entry.pass} ended ${entry.rounds} ${entry.reason}`;
  return entry.type === 'latency-rate' ? `rate ${entry.rate_per_s}` : null;
}

/** The windows in a word each: `t1 go-gin:cpp-cpr`; what else happened in its own words. */
export function story(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) => word(entry) ?? []);
}

/** Rounds of a pass in the order in which they were finished. */
export function finishedRounds(entries: readonly JournalEntry[], pass: Block['pass']): number[] {
  return entries.flatMap((entry) =>
    entry.type === 'round-finished' && entry.pass === pass ? [entry.round] : [],
  );
}
