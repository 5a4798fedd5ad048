/** What a run is doing now and how long it will take, from its journal entries. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { clock } from './wording.ts';

export class ProgressState {
  #activity = new Map<string, string>();
  #cells = { done: 0, total: 0 };
  #blocks: RunStarted['plan']['blocks'] = [];
  #kept: ReadonlySet<number> = new Set();
  #expected_ms = 0;
  #measuring_since_ms: number | null = null;
  readonly #now_ms: () => number;

  constructor(now_ms: () => number) {
    this.#now_ms = now_ms;
  }

  take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'run-started':
        this.#blocks = entry.plan.blocks;
        this.#cells.total = this.#cellsUpTo(Infinity);
        this.#expected_ms = entry.plan.expected_ms;
        return;
      case 'run-resumed':
        this.#kept = new Set(entry.kept_rounds);
        this.#cells.done = this.#cellsUpTo(0);
        return;
      case 'build-started':
        this.#activity.set(entry.service, `building ${entry.service}`);
        return;
      case 'build-step':
        this.#activity.set(entry.service, `building ${entry.service}: ${entry.step}`);
        return;
      case 'verify-started':
        this.#activity.set(entry.service, `verifying ${entry.service}`);
        return;
      case 'build-finished':
      case 'build-failed':
      case 'verify-finished':
        this.#activity.delete(entry.service);
        return;
      case 'measuring-started':
        this.#measuring_since_ms = this.#now_ms();
        this.#expected_ms = entry.expected_ms;
        return;
      case 'cell-started':
        this.#activity.clear();
        this.#activity.set('cell', `round ${entry.round}: ${entry.server} x ${entry.client}`);
        return;
      case 'cell-measured':
      case 'cell-failed':
        this.#cells.done += 1;
        return;
      case 'cell-repeated':
        this.#cells.done -= 1;
        return;
      case 'round-finished':
        // Cells of services that could not be built or started were passed over.
        this.#cells.done = this.#cellsUpTo(entry.round);
        return;
      case 'run-finished':
        this.#activity.clear();
        return;
      case 'notice':
      case 'kernel-tuned':
      case 'kernel-restored':
      case 'packages-installed':
      case 'service-skipped':
      case 'server-reached':
      case 'server-unreachable':
      case 'server-started':
      case 'server-stopped':
      case 'server-failed':
        return;
    }
  }

  #cellsUpTo(round: number): number {
    const blocks = this.#blocks.filter(
      (block) => block.round <= round || this.#kept.has(block.round),
    );
    return blocks.reduce((sum, block) => sum + block.clients.length, 0);
  }

  /** `[ 5/27]`, the cell that has just ended or is being measured. */
  position(): string {
    const total = String(this.#cells.total);
    return `[${String(this.#cells.done).padStart(total.length)}/${total}]`;
  }

  /** What is left at the pace seen so far; at first by the plan. */
  leftMs(): number {
    if (this.#measuring_since_ms === null) return this.#expected_ms;
    const spent = this.#now_ms() - this.#measuring_since_ms;
    const { done, total } = this.#cells;
    const measured = done - this.#cellsUpTo(0);
    if (measured <= 0) return Math.max(0, this.#expected_ms - spent);
    return (spent / measured) * (total - done);
  }

  /** Null: nothing is going on. */
  statusLine(): string | null {
    if (this.#activity.size === 0) return null;
    const now = [...this.#activity.values()].join(', ');
    if (this.#measuring_since_ms === null) return now;
    return `${this.position()} ${now}, about ${clock(this.leftMs())} left`;
  }
}
