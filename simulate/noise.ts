/** Kinds of noise: programs and machines that are known in full. */
import { between, heavyTailed, type Random } from './random.ts';
import type { SimulatedWindow, Timeline } from './timeline.ts';

/** Deviation of log(throughput) of one window that lies in the program itself. */
export type Program = (random: Random, entry: number) => number;

interface Machine {
  /** Share of a window that begins at this time and is spent in the slow state. */
  slowShare(from_s: number, to_s: number): number;
  /** Share of the throughput that a stall leaves. */
  left(): number;
}

export type OpenMachine = (random: Random) => Machine;

const WINDOW_S = 2;
/** Warm-up, and the end of the window before. */
const GAP_S = 0.8;
const CONTROL_S = 1;
/** A server is started and the last one stopped. */
const TURN_S = 1;

const BASE_COST_US = 20;
const BASE_BUSY_CPUS = 1.9;
/** Of the busy sum; what cost and throughput do not share, as in tests/data/noise.json. */
const BUSY_CV = 0.008;
const CONTROL_CV = 0.01;
/** The slow state takes 27 % more CPU for each request. */
const SLOWDOWN = 1.27;

export function plain(cv: number): Program {
  return (random) => cv * random.normal();
}

/** From 1 % for the first to 5 % for the last of nine. */
export const unequal: Program = (random, entry) => (0.01 + 0.005 * entry) * random.normal();

export function heavy(cv: number): Program {
  return (random) => cv * heavyTailed(random);
}

/** Two modes, 10 % apart; a third of the windows in the slow one. The truth is the mean. */
export function bimodal(cv: number): Program {
  const gap = Math.log(1.1);
  return (random) => (random.uniform() < 1 / 3 ? (-2 / 3) * gap : gap / 3) + cv * random.normal();
}

/** The first entry is of the one kind, all others are of the other. */
export function oneAmong(one: Program, others: Program): Program {
  return (random, entry) => (entry === 0 ? one : others)(random, entry);
}

export const steady: OpenMachine = () => ({ slowShare: () => 0, left: () => 1 });

/** One window in twenty is stalled and loses 10 to 50 % of its throughput, at the same cost for each request. */
export const stalling: OpenMachine = (random) => ({
  slowShare: () => 0,
  left: () => (random.uniform() < 0.05 ? between(random, 0.5, 0.9) : 1),
});

/** Slow for 5 to 45 s at a time, a third of the time. */
export const twoStates: OpenMachine = (random) => {
  const borders = [-between(random, 0, 100)];
  const lastBorder = (): number => borders.at(-1) ?? 0;
  const extend = (): void => {
    borders.push(lastBorder() + between(random, 10, 90));
    borders.push(lastBorder() + between(random, 5, 45));
  };
  return {
    slowShare: (from_s, to_s) => {
      while (lastBorder() < to_s) extend();
      let slow_s = 0;
      for (let index = 1; index + 1 < borders.length; index += 2) {
        const [begin = 0, end = 0] = borders.slice(index, index + 2);
        slow_s += Math.max(0, Math.min(end, to_s) - Math.max(begin, from_s));
      }
      return slow_s / (to_s - from_s);
    },
    left: () => 1,
  };
};

export function openSynthetic(
  program: Program,
  openMachine: OpenMachine,
  random: Random,
): Timeline {
  const machine = openMachine(random);
  let now_s = 0;
  /** `deviation`: of the logarithm of the speed, by the program. */
  const measure = (length_s: number, deviation: number): SimulatedWindow => {
    const slow = machine.slowShare(now_s, now_s + length_s);
    now_s += length_s + GAP_S;
    const speed = (1 - slow + slow / SLOWDOWN) * Math.exp(deviation);
    const left = machine.left();
    const busy = Math.exp(BUSY_CV * random.normal());
    return {
      log: Math.log(speed * left),
      cost_us: (BASE_COST_US * busy) / speed,
      busy_cpus: BASE_BUSY_CPUS * busy * left,
    };
  };
  return {
    turn: () => {
      now_s += TURN_S;
    },
    control: () => measure(CONTROL_S, CONTROL_CV * random.normal()),
    window: (entry) => measure(WINDOW_S, program(random, entry)),
  };
}
