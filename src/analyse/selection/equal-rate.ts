/** The one rate at which the latencies of all pairs are compared. */
import { mean } from 'simple-statistics';
import type { NamedPair } from '../../plan/facts.ts';
import { soundWindows } from './selected-rounds.ts';
import type { WindowRecord } from './window-record.ts';

/** All pairs must be able to keep the rate, with room for the bursts of a busy machine. */
const SHARE_OF_SLOWEST = 0.5;

export interface EqualRate {
  readonly rate_per_s: number;
  /** Null: the rate was asked for. */
  readonly slowest: (NamedPair & { readonly throughput_rps: number }) | null;
}

/** Two significant digits, downwards: the rate is a round number that every pair still keeps. */
function roundedDown(rate: number): number {
  const step = 10 ** (Math.floor(Math.log10(rate)) - 1);
  return Number((Math.floor(rate / step) * step).toPrecision(2));
}

/** Null: no pair is valid. */
export function equalRate(record: WindowRecord, pairs: readonly NamedPair[]): EqualRate | null {
  const asked = record.plan.latency?.rate_per_s ?? null;
  const sound = pairs.flatMap((pair) => {
    const logs = soundWindows(record, 'throughput', pair).map(({ rps }) => Math.log(rps));
    return logs.length === 0 ? [] : [{ ...pair, throughput_rps: Math.exp(mean(logs)) }];
  });
  const [slowest] = sound.toSorted((a, b) => a.throughput_rps - b.throughput_rps);
  if (slowest === undefined) return null;
  if (asked !== null) return { rate_per_s: asked, slowest: null };
  const { server, client, throughput_rps } = slowest;
  return {
    rate_per_s: roundedDown(throughput_rps * SHARE_OF_SLOWEST),
    slowest: { server, client, throughput_rps },
  };
}
