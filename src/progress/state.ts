/** What a run is doing now and how long it will take, from its journal entries. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { settingsOfPass } from '../plan/pass-settings.ts';
import { serviceKey } from '../plan/service-key.ts';
import type { ShownName } from '../plan/service-key.ts';
import { passPrefix } from '../plan/sweep.ts';
import { TimeLeft } from './time-left.ts';
import { clock } from './wording.ts';

type Plan = RunStarted['plan'];
type Block = Plan['blocks'][number];
type CellPlace = Extract<JournalEntry, { type: 'cell-started' }>;

/** Reference windows belong to the rounds of the throughput, and are not counted. */
function isCounted({ pass }: Pick<Block, 'pass'>): boolean {
  return pass !== 'control';
}

/** Windows that are counted. */
function windowsIn(blocks: readonly Block[]): number {
  return blocks.filter(isCounted).reduce((sum, { clients }) => sum + clients.length, 0);
}

/** What a block takes, in no unit. */
function weightOf({ pass, clients }: Block, plan: Plan): number {
  const { warmup_ms, duration_ms } = settingsOfPass(pass, plan, null);
  return clients.length * (warmup_ms + (duration_ms ?? 1000));
}

type ServiceEntry = Extract<
  JournalEntry,
  {
    type:
      | 'build-started'
      | 'build-step'
      | 'build-finished'
      | 'build-failed'
      | 'verify-started'
      | 'verify-finished'
      | 'client-refused';
  }
>;

/** Null: it is over. */
function activityText(entry: ServiceEntry, name: string): string | null {
  switch (entry.type) {
    case 'build-started':
      return `building ${name}`;
    case 'build-step':
      return `building ${name}: ${entry.step}`;
    case 'verify-started':
      return `verifying ${name}`;
    case 'build-finished':
    case 'build-failed':
    case 'verify-finished':
    case 'client-refused':
      return null;
  }
}

function cellText({ pass, round, server, client }: CellPlace, plan: Plan | null): string {
  return `${passPrefix(pass, plan)}round ${round}: ${server} x ${client}`;
}

export class ProgressState {
  #activity = new Map<string, string>();
  #done = { windows: 0, weight: 0 };
  /** Of the rounds of an earlier attempt. */
  #kept_weight = 0;
  #plan: Plan | null = null;
  /** Still to be measured, the present one included. */
  #left: readonly Block[] = [];
  #expected_ms = 0;
  /** Null: nothing is measured yet. */
  #time: TimeLeft | null = null;
  readonly #now_ms: () => number;
  readonly #shown: ShownName;

  constructor(now_ms: () => number, shown: ShownName) {
    this.#now_ms = now_ms;
    this.#shown = shown;
  }

  take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'run-started':
        this.#plan = entry.plan;
        this.#left = entry.plan.blocks;
        this.#expected_ms = entry.plan.expected_ms;
        return;
      case 'run-resumed':
        for (const kept of entry.kept_rounds) this.#finish(kept);
        return;
      case 'build-started':
      case 'build-step':
      case 'build-finished':
      case 'build-failed':
      case 'verify-started':
      case 'verify-finished':
      case 'client-refused':
        this.#takeService(entry);
        return;
      case 'measuring-started':
        this.#begin(entry.expected_ms);
        return;
      case 'cell-started':
        this.#activity.clear();
        this.#activity.set('cell', cellText(entry, this.#plan));
        return;
      case 'cell-measured':
      case 'cell-failed':
        this.#count(entry, 1);
        return;
      case 'cell-repeated':
        this.#count(entry, -1);
        return;
      case 'round-finished':
        this.#finish(entry);
        this.#finish({ ...entry, pass: 'control' });
        return;
      case 'rounds-ended':
        this.#end(entry);
        return;
      case 'run-finished':
        this.#activity.clear();
        return;
      case 'latency-rate':
      case 'pair-maximum':
      case 'ports-awaited':
      case 'room-awaited':
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

  #begin(expected_ms: number): void {
    this.#expected_ms = expected_ms;
    this.#kept_weight = this.#done.weight;
    const weight = this.#weightOfAll() - this.#kept_weight;
    this.#time = new TimeLeft(this.#now_ms(), expected_ms, weight);
  }

  #count({ pass, round, server, client }: Omit<CellPlace, 'type'>, sign: 1 | -1): void {
    const block = { pass, round, server, clients: [client] };
    this.#done = {
      windows: this.#done.windows + sign * windowsIn([block]),
      weight: this.#done.weight + sign * this.#weightOf([block]),
    };
    this.#mark();
  }

  /** What is done with a service before it is measured. */
  #takeService(entry: ServiceEntry): void {
    const kind = entry.type === 'client-refused' ? 'client' : entry.kind;
    const name = this.#shown(kind, entry.service);
    const now = activityText(entry, name);
    const key = serviceKey(kind, entry.service);
    if (now === null) this.#activity.delete(key);
    else this.#activity.set(key, now);
  }

  /** Windows of services that could not be built or started were passed over, others were repeated. */
  #finish({ pass, round }: Pick<Block, 'pass' | 'round'>): void {
    this.#left = this.#left.filter((block) => block.pass !== pass || block.round !== round);
    this.#done = {
      windows: this.#total() - windowsIn(this.#left),
      weight: this.#weightOfAll() - this.#weightOf(this.#left),
    };
    this.#mark();
  }

  /** No rounds beyond: they are not counted any more. */
  #end({ pass, rounds }: Extract<JournalEntry, { type: 'rounds-ended' }>): void {
    if (this.#plan === null) return;
    const isLeft = (block: Block): boolean =>
      block.round <= rounds || (pass === 'throughput' ? false : block.pass !== pass);
    this.#plan = { ...this.#plan, blocks: this.#plan.blocks.filter(isLeft) };
    this.#left = this.#left.filter(isLeft);
  }

  #total(): number {
    return windowsIn(this.#plan?.blocks ?? []);
  }

  #weightOf(blocks: readonly Block[]): number {
    const plan = this.#plan;
    return plan === null ? 0 : blocks.reduce((sum, block) => sum + weightOf(block, plan), 0);
  }

  #weightOfAll(): number {
    return this.#weightOf(this.#plan?.blocks ?? []);
  }

  /** `[ 5/27]`, the window that has just ended or is being measured. */
  position(): string {
    const total = String(this.#total());
    return `[${String(this.#done.windows).padStart(total.length)}/${total}]`;
  }

  #mark(): void {
    this.#time?.mark(this.#now_ms(), this.#done.weight - this.#kept_weight);
  }

  /** By the plan, and by what was used so far. */
  leftMs(): number {
    if (this.#time === null) return this.#expected_ms;
    const weight = this.#weightOfAll() - this.#done.weight;
    return this.#time.leftMs(this.#now_ms(), weight, this.#total() - this.#done.windows);
  }

  /** A run that ends once it is precise enough may be shorter. */
  #leftText(): string {
    const stop = this.#plan?.stop;
    const isEarly =
      stop !== undefined && (stop.throughput_precision ?? stop.p99_precision) !== null;
    return `${isEarly ? 'at most ' : ''}about ${clock(this.leftMs())} left`;
  }

  /** What begins the words on a window of this pass. */
  prefixOf(pass: Block['pass']): string {
    return passPrefix(pass, this.#plan);
  }

  isMeasuring(): boolean {
    return this.#time !== null;
  }

  /** Null: nothing is going on. */
  statusLine(): string | null {
    if (this.#activity.size === 0) return null;
    const now = [...this.#activity.values()].join(', ');
    if (this.#time === null)
      return this.#plan === null ? now : `${now}; then about ${clock(this.#expected_ms)}`;
    return `${this.position()} ${now}, ${this.#leftText()}`;
  }
}
