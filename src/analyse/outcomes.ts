/** What the journal tells of each service, and of each pair in each round. */
import type { JournalEntry } from '../journal/entries.ts';
import type { CellPlace, MeasuredWindow } from '../measure/facts.ts';
import type { NamedPair, Pass } from '../plan/facts.ts';
import { serviceKey, shownNames } from '../plan/service-key.ts';
import type { ServiceKind, ShownName } from '../plan/service-key.ts';

/** Why a service took no part. */
export interface Trouble {
  readonly status: 'skipped' | 'failed';
  readonly reasons: readonly string[];
}

/** One measured window; `order` is its number among all of the run. */
export interface MeasuredOnce {
  readonly round: number;
  readonly order: number;
  readonly window: MeasuredWindow;
}

type ServiceEntry = Extract<
  JournalEntry,
  {
    type:
      | 'service-skipped'
      | 'build-failed'
      | 'build-finished'
      | 'server-unreachable'
      | 'client-refused'
      | 'verify-finished';
  }
>;

type RepeatEntry = Extract<JournalEntry, { type: 'cell-repeated' }>;

interface Repeat {
  readonly round: number;
  readonly gate: string;
  readonly why: string;
}

export class Outcomes {
  readonly #troubles = new Map<string, Trouble>();
  readonly #windows = new Map<string, MeasuredOnce[]>();
  /** By pair and round. */
  readonly #measuredRounds = new Set<string>();
  /** By pair and round; one that was measured after all is not among them. */
  readonly #failures = new Map<string, string>();
  readonly #serverFailures = new Map<string, string>();
  readonly #repeats: RepeatEntry[] = [];
  #count = 0;
  #shown: ShownName = (_, name) => name;

  constructor(entries: readonly JournalEntry[]) {
    for (const entry of entries) this.#take(entry);
  }

  troubleOf(kind: ServiceKind, name: string): Trouble | undefined {
    return this.#troubles.get(serviceKey(kind, name));
  }

  /** In the order in which they were measured again. */
  repeatsOf(pass: Pass, { server, client }: NamedPair): Repeat[] {
    return this.#repeats
      .filter((entry) => entry.pass === pass && entry.server === server && entry.client === client)
      .map(({ round, gate, why }) => ({ round, gate, why }));
  }

  /** In the order of time. */
  windowsOf(pass: Pass, pair: NamedPair): readonly MeasuredOnce[] {
    return this.#windows.get(pairKey(pass, pair)) ?? [];
  }

  /** Why a pair was not measured in a round; undefined: it was, or the journal says nothing of it. */
  failureOf(pass: Pass, round: number, pair: NamedPair): string | undefined {
    const failure = this.#failures.get(`${round} ${pairKey(pass, pair)}`);
    if (failure !== undefined) return failure;
    const measured = this.#measuredRounds.has(`${round} ${pairKey(pass, pair)}`);
    return measured ? undefined : this.#serverFailures.get(`${round} ${pass} ${pair.server}`);
  }

  #take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'service-skipped':
      case 'build-failed':
      case 'build-finished':
      case 'server-unreachable':
      case 'client-refused':
      case 'verify-finished':
        this.#takeService(entry);
        break;
      case 'server-started':
        this.#serverFailures.delete(blockKey(entry));
        break;
      case 'server-failed':
        this.#serverFailures.set(
          blockKey(entry),
          withLog(`the server failed: ${entry.reason}`, entry.log_file),
        );
        break;
      case 'cell-measured':
        this.#measured(entry);
        break;
      case 'cell-failed':
        this.#failures.set(
          `${entry.round} ${pairKey(entry.pass, entry)}`,
          withLog(entry.reason, entry.log_file),
        );
        break;
      case 'cell-repeated':
        this.#repeats.push(entry);
        break;
      case 'run-started':
        this.#shown = shownNames(entry.plan.services);
        break;
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
      case 'ports-awaited':
      case 'room-awaited':
      case 'server-stopped':
      case 'round-finished':
      case 'rounds-ended':
      case 'latency-rate':
      case 'pair-maximum':
      case 'run-finished':
        break;
    }
  }

  #takeService(entry: ServiceEntry): void {
    const kind = kindOf(entry);
    const trouble = troubleIn(entry, this.#shown(kind, entry.service));
    const key = serviceKey(kind, entry.service);
    if (trouble === undefined) this.#troubles.delete(key);
    else this.#troubles.set(key, trouble);
  }

  #measured(entry: Extract<JournalEntry, { type: 'cell-measured' }>): void {
    const key = pairKey(entry.pass, entry);
    const once = { round: entry.round, order: this.#count, window: entry.window };
    const windows = this.#windows.get(key);
    if (windows === undefined) this.#windows.set(key, [once]);
    else windows.push(once);
    this.#failures.delete(`${entry.round} ${key}`);
    this.#measuredRounds.add(`${entry.round} ${key}`);
    this.#count += 1;
  }
}

function kindOf(entry: ServiceEntry): ServiceKind {
  if (entry.type === 'server-unreachable') return 'server';
  return entry.type === 'client-refused' ? 'client' : entry.kind;
}

function troubleIn(entry: ServiceEntry, service: string): Trouble | undefined {
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
    case 'client-refused':
      return { status: 'skipped', reasons: [`${service} was skipped: ${entry.reason}`] };
    case 'verify-finished': {
      if (entry.problems.length === 0) return undefined;
      const reasons = entry.problems.map((problem) => `${service} breaks the contract: ${problem}`);
      return { status: 'failed', reasons };
    }
  }
}

type Place = Pick<CellPlace, 'pass' | 'round' | 'server'>;

function blockKey({ pass, round, server }: Place): string {
  return `${round} ${pass} ${server}`;
}

function pairKey(pass: Pass, { server, client }: NamedPair): string {
  return `${pass} ${server} ${client}`;
}

function withLog(reason: string, logFile: string | null): string {
  return logFile === null ? reason : `${reason} (log: ${logFile})`;
}
