/** Throughput of each pair with its interval: over the windows that count, and over all of them. */
import { mean } from 'simple-statistics';
import type { NamedPair } from '../plan/facts.ts';
import { pairName } from './comparison/compared.ts';
import { absent, type Figure, NOT_MEASURED } from './figure.ts';
import type { JudgedPair } from './judge.ts';
import { compareEntries } from './statistics/compare.ts';
import type { Estimate, Observation } from './statistics/observation.ts';

export interface FigureInterval {
  readonly estimate: Figure;
  readonly low: Figure;
  readonly high: Figure;
}

export interface Throughputs {
  counted(pair: NamedPair): FigureInterval;
  all(pair: NamedPair): FigureInterval;
}

/** An estimate of the statistics, with its reason at each figure that it lacks. */
export function toFigures({ estimate, low, high, absent: reason }: Estimate): FigureInterval {
  const figure = (value: number | null): Figure =>
    value === null ? absent(reason ?? NOT_MEASURED) : { value };
  return { estimate: figure(estimate), low: figure(low), high: figure(high) };
}

function observations(
  judged: readonly JudgedPair[],
  roundsOf: (pair: JudgedPair) => readonly { readonly round: number; readonly rps: number }[],
): Observation[] {
  return judged
    .filter(({ status }) => status === 'valid')
    .flatMap((pair) =>
      roundsOf(pair).map(({ round, rps }) => ({ entry: pairName(pair), round, value: rps })),
    );
}

/** A round that was measured several times counts once, with the geometric mean of its windows. */
function allRounds({ selection }: JudgedPair): { round: number; rps: number }[] {
  const rounds = new Map<number, number[]>();
  for (const { window } of selection.judged)
    rounds.set(window.round, [...(rounds.get(window.round) ?? []), Math.log(window.rps)]);
  return [...rounds]
    .map(([round, logs]) => ({ round, rps: Math.exp(mean(logs)) }))
    .filter(({ rps }) => rps > 0);
}

export function throughputsOf(judged: readonly JudgedPair[]): Throughputs {
  const counted = compareEntries(observations(judged, ({ selection }) => selection.used));
  const all = compareEntries(observations(judged, allRounds));
  return {
    counted: (pair) => toFigures(counted.absolute(pairName(pair))),
    all: (pair) => toFigures(all.absolute(pairName(pair))),
  };
}
