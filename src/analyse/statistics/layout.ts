/**
 * The two-way layout of entries and rounds, log(value) = entry + round + rest, by least squares.
 * Cells may be missing: intra-block analysis of incomplete blocks, rounds being the blocks
 * (John, Williams, Cyclic and Computer Generated Designs, 1995, section 1.3).
 */
import { inverse, type Matrix } from './cholesky.ts';
import { componentsOf } from './components.ts';
import type { Observation } from './observation.ts';

export interface Layout {
  readonly entries: readonly string[];
  /** Of each entry. */
  readonly cells: readonly (readonly Cell[])[];
  /** Which entries each round has. */
  readonly blocks: readonly (readonly number[])[];
  /** Of each entry; those of different components were never compared, not even by way of others. */
  readonly component: readonly number[];
  /** Effects of the entries; only differences within a component mean something. */
  readonly effects: readonly number[];
  /** Generalised inverse of the information matrix of the entries' effects. */
  readonly inverse: Matrix;
  /** What neither entry nor round explains. */
  readonly residual: SumOfSquares;
  /** What rounds explain beyond entries. */
  readonly rounds: SumOfSquares;
}

export interface Cell {
  /** Indices. */
  readonly entry: number;
  readonly round: number;
  readonly log: number;
  readonly residual: number;
  /** Share of its own log in the value fitted to it, 0 to 1: the diagonal of the hat matrix. */
  readonly leverage: number;
}

interface SumOfSquares {
  readonly sum: number;
  readonly df: number;
}

type Place = Omit<Cell, 'residual' | 'leverage'>;

export function fitLayout(observations: readonly Observation[]): Layout {
  const entries = [...new Set(observations.map(({ entry }) => entry))];
  const rounds = [...new Set(observations.map(({ round }) => round))];
  const entryIndex = new Map(entries.map((entry, index) => [entry, index]));
  const roundIndex = new Map(rounds.map((round, index) => [round, index]));
  const places = observations.map(({ entry, round, value }) => ({
    entry: entryIndex.get(entry) ?? 0,
    round: roundIndex.get(round) ?? 0,
    log: Math.log(value),
  }));
  const component = componentsOf(entries.length, rounds.length, places);
  const blocks = grouped(places, rounds.length, ({ round }) => round);
  const inverted = inverse(information(entries.length, blocks, component));
  const adjusted = adjustedTotals(entries.length, blocks);
  const effects = inverted.map((row) => dot(row, adjusted));
  const fitted = blocks.flatMap((block) => fittedCells(block, effects, inverted));
  const cells = grouped(fitted, entries.length, ({ entry }) => entry);
  const within = sumOfSquares(cells.flatMap(deviations));
  const residual = clean(sumOfSquares(fitted.map((cell) => cell.residual)), places);
  const components = new Set(component).size;
  return {
    entries,
    cells,
    blocks: blocks.map((block) => block.map(({ entry }) => entry)),
    component,
    effects,
    inverse: inverted,
    residual: { sum: residual, df: places.length - entries.length - rounds.length + components },
    rounds: { sum: clean(within - residual, places), df: rounds.length - components },
  };
}

function grouped<T>(items: readonly T[], size: number, of: (item: T) => number): T[][] {
  const groups = Array.from({ length: size }, (): T[] => []);
  for (const item of items) groups[of(item)]?.push(item);
  return groups;
}

/** diag(replications) - N diag(1 / block size) N', and within each component + 1 so that it has an inverse. */
function information(size: number, blocks: readonly Place[][], component: readonly number[]) {
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j): number => (component[i] === component[j] ? 1 : 0)),
  );
  const add = (i: number, j: number, value: number): void => {
    const row = matrix[i];
    if (row !== undefined) row[j] = (row[j] ?? 0) + value;
  };
  for (const block of blocks)
    for (const one of block) {
      add(one.entry, one.entry, 1);
      for (const other of block) add(one.entry, other.entry, -1 / block.length);
    }
  return matrix;
}

/** Each entry's sum of what its values are above the mean of their round. */
function adjustedTotals(size: number, blocks: readonly Place[][]): number[] {
  const totals = new Array<number>(size).fill(0);
  for (const block of blocks) {
    const mean = meanOf(block.map(({ log }) => log));
    for (const { entry, log } of block) totals[entry] = (totals[entry] ?? 0) + log - mean;
  }
  return totals;
}

function fittedCells(
  block: readonly Place[],
  effects: readonly number[],
  inverted: Matrix,
): Cell[] {
  const rests = block.map(({ entry, log }) => log - (effects[entry] ?? 0));
  const round = meanOf(rests);
  const at = (a: Place, b: Place): number => inverted[a.entry]?.[b.entry] ?? 0;
  const means = block.map((one) => meanOf(block.map((other) => at(one, other))));
  const all = meanOf(means);
  return block.map((place, index) => ({
    ...place,
    residual: (rests[index] ?? 0) - round,
    leverage: 1 / block.length + at(place, place) - 2 * (means[index] ?? 0) + all,
  }));
}

/** From the mean of the entry. */
function deviations(cells: readonly Cell[]): number[] {
  const mean = meanOf(cells.map(({ log }) => log));
  return cells.map(({ log }) => log - mean);
}

/** What is left of equal values by rounding is no variance. */
function clean(sum: number, places: readonly Place[]): number {
  const scale = places.reduce((most, { log }) => Math.max(most, 1 + Math.abs(log)), 1);
  return sum <= places.length * (1e-13 * scale) ** 2 ? 0 : sum;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
