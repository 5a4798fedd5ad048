/** What the statistics read and give: one value an entry and round in, estimates with intervals out. */

export interface Observation {
  /** A pair, a server or a client: whatever is compared. */
  readonly entry: string;
  readonly round: number;
  /** Above 0: all work is done on its logarithm. */
  readonly value: number;
}

/** Null: `absent` says why there is none. `low` and `high` are both there or both null. */
export interface Estimate {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly absent: string | null;
}

/** One entry / another, paired by round. */
export interface Ratio extends Estimate {
  /** That the two are the same, two-sided, not adjusted for other comparisons. */
  readonly p_value: number | null;
  /** In which both were measured. */
  readonly rounds: number;
}

export const ONE_ROUND = 'an interval needs two rounds at least';

export function noEstimate(absent: string): Estimate {
  return { estimate: null, low: null, high: null, absent };
}

export function withoutInterval(estimate: number, absent: string): Estimate {
  return { estimate, low: null, high: null, absent };
}

/** Throws on what no logarithm can be taken of, and on a second value of the same entry and round. */
export function assertObservations(observations: readonly Observation[]): void {
  const seen = new Set<string>();
  for (const { entry, round, value } of observations) {
    if (!Number.isFinite(value) || value <= 0)
      throw new RangeError(`${entry}, round ${round}: ${value} is not a finite number above 0`);
    const key = `${round} ${entry}`;
    if (seen.has(key)) throw new RangeError(`${entry}, round ${round} is there twice`);
    seen.add(key);
  }
}
