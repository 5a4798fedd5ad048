/** All windows of a run in a few numbers each, from its journal entries, as they come. */
import type { JournalEntry } from '../../journal/entries.ts';
import type { NamedPair, Pass, Plan } from '../../plan/facts.ts';
import { settingsOfPass } from '../../plan/pass-settings.ts';
import { figuresOf } from './window-figures.ts';
import type { WindowFigures } from './window-figures.ts';

export class WindowRecord {
  readonly plan: Plan;
  readonly #windows = new Map<string, WindowFigures[]>();
  readonly #failed = new Set<string>();
  #count = 0;
  #rate_per_s: number | null = null;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** Of the second pass; null: not known yet. */
  get rate_per_s(): number | null {
    return this.#rate_per_s;
  }

  take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'latency-rate':
        this.#rate_per_s = entry.rate_per_s;
        return;
      case 'cell-failed':
        this.#failed.add(keyOf(entry.pass, entry));
        return;
      case 'cell-measured': {
        const settings = settingsOfPass(entry.pass, this.plan, this.#rate_per_s ?? 1);
        this.#add(figuresOf(entry, this.#count, entry.window, settings));
        this.#count += 1;
        return;
      }
      default: // all else is told by others
    }
  }

  #add(figures: WindowFigures): void {
    const key = keyOf(figures.pass, figures);
    const windows = this.#windows.get(key);
    if (windows === undefined) this.#windows.set(key, [figures]);
    else windows.push(figures);
  }

  /** In the order of time. */
  windowsOf(pass: Pass, pair: NamedPair): readonly WindowFigures[] {
    return this.#windows.get(keyOf(pass, pair)) ?? [];
  }

  hasFailed(pass: Pass, pair: NamedPair): boolean {
    return this.#failed.has(keyOf(pass, pair));
  }

  /** Reference windows before the servers' turns. */
  get controls(): readonly WindowFigures[] {
    const { reference } = this.plan;
    return reference === null ? [] : this.windowsOf('control', reference);
  }

  /** Windows that were measured again, of all passes. */
  get repeats(): number {
    return [...this.#windows.values()].reduce((sum, windows) => sum + repeatsIn(windows), 0);
  }
}

/** A reference window comes several times in a round, and is never measured again. */
function repeatsIn(windows: readonly WindowFigures[]): number {
  if (windows[0]?.pass === 'control') return 0;
  return windows.length - new Set(windows.map(({ round }) => round)).size;
}

function keyOf(pass: Pass, { server, client }: NamedPair): string {
  return `${pass} ${server} ${client}`;
}
