/** One simulated run: the product's own order, gates, repeats and selection of windows, on simulated windows. */
import { repeatAtOnce, repeatsDue } from '../src/analyse/selection/repeats.ts';
import { machineStates } from '../src/analyse/selection/machine-state.ts';
import type { MachineStates } from '../src/analyse/selection/machine-state.ts';
import { selectWindows } from '../src/analyse/selection/select-windows.ts';
import type { WindowFigures } from '../src/analyse/selection/window-figures.ts';
import { WindowRecord } from '../src/analyse/selection/window-record.ts';
import type { Observation } from '../src/analyse/statistics/observation.ts';
import type { CellPlace } from '../src/measure/facts.ts';
import type { Block } from '../src/plan/facts.ts';
import { entryOf, PAIRS, planRun, REFERENCE } from './plan.ts';
import type { Random } from './random.ts';
import type { SimulatedWindow, Timeline } from './timeline.ts';

export type Gates = 'with' | 'without';

export interface SimulatedRun {
  /** Entries are named by their numbers. */
  readonly observations: readonly Observation[];
  /** Of the chosen pairs. */
  readonly windows: number;
}

export function measureRun(
  timeline: Timeline,
  rounds: number,
  gates: Gates,
  random: Random,
): SimulatedRun {
  const run = new Run(timeline, new WindowRecord(planRun(rounds, random.index(2 ** 31))));
  if (gates === 'without') {
    for (const block of run.record.plan.blocks) run.measure(block);
    return run.result(({ windows }) => windows);
  }
  // As passes/throughput.ts does it.
  for (let round = 1; round <= rounds; round += 1) {
    for (const block of run.record.plan.blocks)
      if (block.round === round) run.measureUndisturbed(block);
    if (round > 1) run.repeatDisturbed(round);
  }
  run.measureControl(rounds);
  while (run.repeatDisturbed(rounds));
  return run.result(({ windows, machine }) => selectWindows(windows, machine).comparable);
}

interface Choice {
  readonly windows: readonly WindowFigures[];
  readonly machine: MachineStates;
}

class Run {
  readonly record: WindowRecord;
  readonly #timeline: Timeline;
  #order = 0;

  constructor(timeline: Timeline, record: WindowRecord) {
    this.#timeline = timeline;
    this.record = record;
  }

  measure(block: Block): void {
    this.#timeline.turn();
    for (const client of block.clients) this.#window({ ...block, client });
  }

  measureUndisturbed(block: Block): void {
    this.#timeline.turn();
    for (const client of block.clients)
      for (;;) {
        const place = { ...block, client };
        this.#window(place);
        const broken = repeatAtOnce(this.record, place);
        if (broken === null) break;
        this.record.take({ type: 'cell-repeated', ...placeOf(place), ...broken });
      }
  }

  measureControl(round: number): void {
    const { server, client } = REFERENCE;
    this.measure({ pass: 'control', round, server, clients: [client] });
  }

  /** As passes/repeat-disturbed.ts does it. */
  repeatDisturbed(lastRound: number): boolean {
    const due = repeatsDue(this.record, 'throughput', PAIRS);
    if (due.length === 0) return false;
    this.measureControl(lastRound);
    for (const { broken, ...place } of due)
      this.record.take({ type: 'cell-repeated', ...place, ...broken });
    for (const turn of turns(due)) this.measureUndisturbed(turn);
    return true;
  }

  result(choose: (choice: Choice) => readonly WindowFigures[]): SimulatedRun {
    const machine = machineStates(this.record.controls);
    const measured = PAIRS.map((pair) => this.record.windowsOf('throughput', pair));
    return {
      observations: measured.flatMap((windows, entry) =>
        choose({ windows, machine }).map(({ round, rps }) => ({
          entry: String(entry),
          round,
          value: rps,
        })),
      ),
      windows: measured.flat().length,
    };
  }

  #window(place: CellPlace): void {
    const isControl = place.pass === 'control';
    const window = isControl ? this.#timeline.control() : this.#timeline.window(entryOf(place));
    this.record.add(figuresOf(place, this.#order, window));
    this.#order += 1;
  }
}

/** Pairs of one server and round, which one start of the server is enough for. */
function turns(due: readonly CellPlace[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const { pass, round, server, client } of due) {
    const key = `${server} ${round}`;
    const clients = [...(blocks.get(key)?.clients ?? []), client];
    blocks.set(key, { pass, round, server, clients });
  }
  return [...blocks.values()];
}

function placeOf({ pass, round, server, client }: CellPlace): CellPlace {
  return { pass, round, server, client };
}

const CONNECTIONS = 32;
const WINDOW_MS = 2000;

/** Both sides use and cost the same. */
function figuresOf(
  { pass, round, server, client }: CellPlace,
  order: number,
  { log, cost_us, busy_cpus }: SimulatedWindow,
): WindowFigures {
  return {
    pass,
    round,
    server,
    client,
    order,
    connections: CONNECTIONS,
    open_loop: false,
    window_ms: WINDOW_MS,
    watched_ms: WINDOW_MS,
    rps: Math.exp(log),
    client_cpu_us: cost_us / 2,
    server_cpu_us: cost_us / 2,
    client_busy: busy_cpus / 2,
    server_busy: busy_cpus / 2,
    foreign_cpus: 0,
    foreign_cpus_peak: 0,
    steal_cpus: 0,
    throttled_cpus: 0,
    p50_ns: null,
    p99_ns: null,
    broken: [],
  };
}
