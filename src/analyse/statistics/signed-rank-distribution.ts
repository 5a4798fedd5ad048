/** The distribution of Wilcoxon's signed-rank statistic when the middle is 0. */
import { twoSidedP } from './student-t.ts';

export interface LowerTail {
  /** That the statistic is this or less. */
  readonly probability: (statistic: number) => number;
  /** The largest statistic whose probability is not above the limit; -1: there is none. */
  readonly mostWithin: (limit: number) => number;
}

/**
 * Beyond this the normal distribution with a correction for continuity stands in for the exact one, which takes
 * count^3 steps: Hollander, Wolfe, Chicken, 3rd ed., section 3.1, large-sample approximation.
 */
const EXACT_UP_TO = 100;
/** Student's t with so many degrees of freedom is the normal distribution to 8 digits. */
const NORMAL_DF = 1e9;

const known = new Map<number, LowerTail>();

export function lowerTail(count: number): LowerTail {
  const before = known.get(count);
  if (before !== undefined) return before;
  const tail = count <= EXACT_UP_TO ? exact(count) : normal(count);
  known.set(count, tail);
  return tail;
}

/** Each rank is added or not, both with probability 1/2. */
export function exact(count: number): LowerTail {
  let probabilities = [1];
  for (let rank = 1; rank <= count; rank += 1)
    probabilities = Array.from(
      { length: probabilities.length + rank },
      (_, sum) => ((probabilities[sum] ?? 0) + (probabilities[sum - rank] ?? 0)) / 2,
    );
  let total = 0;
  const cumulative = probabilities.map((probability) => (total += probability));
  return {
    probability: (statistic) => cumulative[statistic] ?? 1,
    mostWithin: (limit) => cumulative.findIndex((probability) => probability > limit) - 1,
  };
}

export function normal(count: number): LowerTail {
  const mean = (count * (count + 1)) / 4;
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24);
  const probability = (statistic: number): number => {
    const z = (statistic + 0.5 - mean) / deviation;
    const outer = twoSidedP(z, NORMAL_DF) / 2;
    return z < 0 ? outer : 1 - outer;
  };
  const mostWithin = (limit: number): number => {
    let [within, beyond] = [-1, 2 * mean + 1];
    while (beyond - within > 1) {
      const middle = Math.floor((within + beyond) / 2);
      if (probability(middle) <= limit) within = middle;
      else beyond = middle;
    }
    return within;
  };
  return { probability, mostWithin };
}
