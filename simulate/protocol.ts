/** One simulated run: the order of measurement, the gates and the repeats as in a real one. */
import { stalledWindows } from '../src/analyse/gates/interference.ts';
import {
  machineSlow,
  slowControls,
  type SlowState,
  slowState,
} from '../src/analyse/gates/slow-state.ts';
import type { Observation } from '../src/analyse/statistics/observation.ts';
import { type Random, shuffled } from './random.ts';
import type { SimulatedWindow, Timeline } from './timeline.ts';

export type Gates = 'without' | 'at once' | 'at the end';

export interface Protocol {
  readonly servers: number;
  readonly clients: number;
  readonly rounds: number;
  readonly gates: Gates;
}

interface Measured extends SimulatedWindow {
  readonly round: number;
  /** Number of the control window before it. */
  readonly turn: number;
}

const CONNECTIONS = 32;
const MAX_REPEATS = 2;

export interface SimulatedRun {
  readonly observations: readonly Observation[];
  readonly windows: number;
}

/** Entries are named by their numbers. */
export function measureRun(timeline: Timeline, protocol: Protocol, random: Random): SimulatedRun {
  const { servers, clients, rounds, gates } = protocol;
  const controls: number[] = [];
  const cells: Measured[][] = Array.from({ length: servers * clients }, () => []);
  const measure = (entry: number, round: number): Measured[] => {
    const cell = cells[entry] ?? [];
    cell.push({ ...timeline.window(entry), round, turn: controls.length - 1 });
    return cell;
  };
  for (let round = 1; round <= rounds; round += 1)
    for (const server of shuffled(numbers(servers), random)) {
      controls.push(timeline.control());
      for (const client of shuffled(numbers(clients), random))
        for (let repeats = 0; repeats <= MAX_REPEATS; repeats += 1) {
          const cell = measure(server * clients + client, round);
          if (gates !== 'at once' || !isDisturbed(cell, controls)) break;
        }
    }
  controls.push(timeline.control());
  if (gates === 'at the end')
    for (let repeats = 0; repeats < MAX_REPEATS; repeats += 1)
      for (let server = 0; server < servers; server += 1) {
        const lacking = numbers(clients).flatMap((client) => {
          const entry = server * clients + client;
          return lackingRounds(cells[entry] ?? [], controls, rounds).map((round) => ({
            entry,
            round,
          }));
        });
        if (lacking.length === 0) continue;
        controls.push(timeline.control());
        for (const { entry, round } of lacking) measure(entry, round);
        controls.push(timeline.control());
      }
  const observations = cells.flatMap((cell, entry) =>
    (gates === 'without' ? cell : counted(cell, controls)).map(({ round, log }) => ({
      entry: String(entry),
      round,
      value: Math.exp(log),
    })),
  );
  return { observations, windows: cells.flat().length };
}

/** The window just measured; of controls only the one before it is known. */
function isDisturbed(cell: readonly Measured[], controls: readonly number[]): boolean {
  return stateOf(cell, controls).slow.at(-1) === true || stalled(cell).at(-1) === true;
}

function stateOf(cell: readonly Measured[], controls: readonly number[]): SlowState {
  const slow = slowControls(controls);
  return slowState(
    cell.map(({ cost_us, turn }) => ({
      cost_us,
      machine_slow: machineSlow(slow.slice(turn, turn + 2)),
    })),
  );
}

function stalled(cell: readonly Measured[]): boolean[] {
  return stalledWindows(
    cell.map(({ busy_cpus }) => busy_cpus),
    CONNECTIONS,
  );
}

/** Of each round the last window that no gate leaves out; with two modes of its own, the first one. */
function counted(cell: readonly Measured[], controls: readonly number[]): Measured[] {
  const { slow, bimodal } = stateOf(cell, controls);
  const stall = stalled(cell);
  const kept = cell.filter((_, index) => slow[index] !== true && stall[index] !== true);
  const byRound = new Map<number, Measured>();
  for (const window of kept)
    if (!bimodal || !byRound.has(window.round)) byRound.set(window.round, window);
  return [...byRound.values()];
}

function lackingRounds(
  cell: readonly Measured[],
  controls: readonly number[],
  rounds: number,
): number[] {
  const there = new Set(counted(cell, controls).map(({ round }) => round));
  return numbers(rounds)
    .map((index) => index + 1)
    .filter((round) => !there.has(round));
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
