/** What the journal tells of each service, and of each pair in each round. */
import type { JournalEntry } from '../journal/entries.ts';
import type { MeasuredWindow } from '../measure/facts.ts';

/** Why a service took no part. */
export interface Trouble {
  readonly status: 'skipped' | 'failed';
  readonly reasons: readonly string[];
}

export type RoundOutcome = { readonly window: MeasuredWindow } | { readonly failure: string };

type ServiceEntry = Extract<
  JournalEntry,
  {
    type:
      | 'service-skipped'
      | 'build-failed'
      | 'build-finished'
      | 'server-unreachable'
      | 'verify-finished';
  }
>;

type RepeatEntry = Extract<JournalEntry, { type: 'cell-repeated' }>;

export class Outcomes {
  readonly #troubles = new Map<string, Trouble>();
  readonly #cells = new Map<string, Map<string, RoundOutcome>>();
  readonly #serverFailures = new Map<string, string>();
  readonly #repeats: RepeatEntry[] = [];

  constructor(entries: readonly JournalEntry[]) {
    for (const entry of entries) this.#take(entry);
  }

  troubleOf(service: string): Trouble | undefined {
    return this.#troubles.get(service);
  }

  /** In the order in which they were measured again. */
  repeatsOf(server: string, client: string): { round: number; gate: string }[] {
    return this.#repeats
      .filter((entry) => entry.server === server && entry.client === client)
      .map(({ round, gate }) => ({ round, gate }));
  }

  /** Undefined: the journal says nothing of this pair in this round. */
  outcomeOf(round: number, server: string, client: string): RoundOutcome | undefined {
    const block = blockKey(round, server);
    const outcome = this.#cells.get(block)?.get(client);
    if (outcome !== undefined) return outcome;
    const failure = this.#serverFailures.get(block);
    return failure === undefined ? undefined : { failure };
  }

  #take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'service-skipped':
      case 'build-failed':
      case 'build-finished':
      case 'server-unreachable':
      case 'verify-finished':
        this.#takeService(entry);
        break;
      case 'server-started':
        // A block that is started again is measured again whole.
        this.#cells.delete(blockKey(entry.round, entry.server));
        this.#serverFailures.delete(blockKey(entry.round, entry.server));
        break;
      case 'server-failed':
        this.#serverFailures.set(
          blockKey(entry.round, entry.server),
          withLog(`the server failed: ${entry.reason}`, entry.log_file),
        );
        break;
      case 'cell-measured':
        this.#set(entry, { window: entry.window });
        break;
      case 'cell-failed':
        this.#set(entry, { failure: withLog(entry.reason, entry.log_file) });
        break;
      case 'cell-repeated':
        this.#repeats.push(entry);
        break;
      case 'run-started':
      case 'run-resumed':
      case 'notice':
      case 'kernel-tuned':
      case 'kernel-restored':
      case 'packages-installed':
      case 'build-started':
      case 'build-step':
      case 'verify-started':
      case 'server-reached':
      case 'measuring-started':
      case 'cell-started':
      case 'server-stopped':
      case 'round-finished':
      case 'run-finished':
        break;
    }
  }

  #takeService(entry: ServiceEntry): void {
    const trouble = troubleIn(entry);
    if (trouble === undefined) this.#troubles.delete(entry.service);
    else this.#troubles.set(entry.service, trouble);
  }

  #set(cell: { round: number; server: string; client: string }, outcome: RoundOutcome): void {
    const key = blockKey(cell.round, cell.server);
    const block = this.#cells.get(key) ?? new Map<string, RoundOutcome>();
    this.#cells.set(key, block.set(cell.client, outcome));
  }
}

function troubleIn(entry: ServiceEntry): Trouble | undefined {
  const { service } = entry;
  switch (entry.type) {
    case 'service-skipped': {
      const remedy = entry.remedy === '' ? '' : `; ${entry.remedy}`;
      return { status: 'skipped', reasons: [`${service} was skipped: ${entry.reason}${remedy}`] };
    }
    case 'build-failed': {
      const reason = `${service} could not be built: ${entry.reason}`;
      return { status: 'failed', reasons: [withLog(reason, entry.log_file)] };
    }
    case 'build-finished':
      return undefined;
    case 'server-unreachable':
      return { status: 'failed', reasons: [`${service}: ${entry.reason}`] };
    case 'verify-finished': {
      if (entry.problems.length === 0) return undefined;
      const reasons = entry.problems.map((problem) => `${service} breaks the contract: ${problem}`);
      return { status: 'failed', reasons };
    }
  }
}

function blockKey(round: number, server: string): string {
  return `${round} ${server}`;
}

function withLog(reason: string, logFile: string | null): string {
  return logFile === null ? reason : `${reason} (log: ${logFile})`;
}
