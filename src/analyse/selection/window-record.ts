/** All windows of a run in a few numbers each, from its journal entries, as they come. */
import type { JournalEntry } from '../../journal/entries.ts';
import type { CellPlace } from '../../measure/facts.ts';
import type { NamedPair, Pass, Plan, Settings } from '../../plan/facts.ts';
import { settingsOfPass } from '../../plan/pass-settings.ts';
import { isPointPass, pointOf, rateAt } from '../../plan/sweep.ts';
import { figuresOf } from './window-figures.ts';
import type { WindowFigures } from './window-figures.ts';

type Finished = Extract<JournalEntry, { type: 'round-finished' }>;
type Repeated = Extract<JournalEntry, { type: 'cell-repeated' }>;

export class WindowRecord {
  readonly plan: Plan;
  readonly #windows = new Map<string, WindowFigures[]>();
  readonly #failed = new Set<string>();
  readonly #finished: Finished[] = [];
  readonly #repeated: Repeated[] = [];
  #count = 0;
  #rate_per_s: number | null = null;
  readonly #maxima = new Map<string, number>();

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** Of the second pass; null: not known yet. */
  get rate_per_s(): number | null {
    return this.#rate_per_s;
  }

  /** What the pair does at most, that shares of a sweep are of; null: not known. */
  maximumOf(pair: NamedPair): number | null {
    return this.#maxima.get(keyOf('throughput', pair)) ?? null;
  }

  /** The settings that a pair is measured with in a pass, by what is known now. */
  settingsOf({ pass, server, client }: Pick<CellPlace, 'pass' | 'server' | 'client'>): Settings {
    const rate_per_s = isPointPass(pass)
      ? rateAt(pointOf(pass, this.plan), this.maximumOf({ server, client }))
      : this.#rate_per_s;
    return settingsOfPass(pass, this.plan, rate_per_s);
  }

  /** All else is told by others. */
  take(entry: JournalEntry): void {
    if (entry.type === 'latency-rate') this.#rate_per_s = entry.rate_per_s;
    if (entry.type === 'pair-maximum')
      this.#maxima.set(keyOf('throughput', entry), entry.throughput_rps);
    if (entry.type === 'cell-failed') this.#failed.add(keyOf(entry.pass, entry));
    if (entry.type === 'cell-repeated') this.#repeated.push(entry);
    if (entry.type === 'round-finished') this.#finished.push(entry);
    if (entry.type === 'cell-measured') this.#measured(entry);
  }

  #measured(entry: Extract<JournalEntry, { type: 'cell-measured' }>): void {
    this.add(figuresOf(entry, this.#count, entry.window, this.settingsOf(entry)));
    this.#count += 1;
  }

  /** What a measured window comes to; the simulation has the figures alone. */
  add(figures: WindowFigures): void {
    const key = keyOf(figures.pass, figures);
    const windows = this.#windows.get(key);
    if (windows === undefined) this.#windows.set(key, [figures]);
    else windows.push(figures);
  }

  /** In the order of time. */
  windowsOf(pass: Pass, pair: NamedPair): readonly WindowFigures[] {
    return this.#windows.get(keyOf(pass, pair)) ?? [];
  }

  /** Its client failed, or a round went by without it, for want of its server. */
  hasFailed(pass: Pass, pair: NamedPair): boolean {
    const measured = new Set(this.windowsOf(pass, pair).map(({ round }) => round));
    return (
      this.#failed.has(keyOf(pass, pair)) ||
      this.#finished.some((entry) => entry.pass === pass && !measured.has(entry.round))
    );
  }

  /** Reference windows before the servers' turns. */
  get controls(): readonly WindowFigures[] {
    const { reference } = this.plan;
    return reference === null ? [] : this.windowsOf('control', reference);
  }

  /** Windows that were to be measured again, of all passes, whatever came of it. */
  get repeats(): readonly CellPlace[] {
    return this.#repeated;
  }

  /** The same of one pair in one round. */
  repeatsOf(pass: Pass, pair: NamedPair, round: number): number {
    const key = keyOf(pass, pair);
    return this.#repeated.filter(
      (entry) => entry.round === round && keyOf(entry.pass, entry) === key,
    ).length;
  }
}

function keyOf(pass: Pass, { server, client }: NamedPair): string {
  return `${pass} ${server} ${client}`;
}
