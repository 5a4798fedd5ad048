/** Latency distributions as real clients print them: thousands of buckets, in both forms of the contract. */
import type { Latencies } from '../../src/measure/client-events.ts';
import { encoded } from '../analyse/window-fixture.ts';
import type { Random } from '../../simulate/random.ts';

interface Shape {
  readonly requests: number;
  readonly mean_ns: number;
  /** Of the logarithm. */
  readonly spread: number;
}

/** Log-normal, with one request in a hundred that took several times as long. */
function sample({ mean_ns, spread }: Shape, random: Random): number {
  const tail = random.uniform() < 0.01 ? 1 + 6 * random.uniform() : 1;
  const log = spread * random.normal() - spread ** 2 / 2;
  return Math.max(1, Math.round(mean_ns * Math.exp(log) * tail));
}

/** Of a client's instrument: 3 significant digits. */
function bucketOf(value_ns: number): number {
  const shift = Math.max(0, Math.floor(Math.log2(value_ns)) - 10);
  return Math.floor(value_ns / 2 ** shift) * 2 ** shift;
}

/** As `[value_ns, count]`, in the order of the values; then the exact figures of them. */
export function latenciesOf(shape: Shape, form: 'pairs' | 'base64', random: Random): Latencies {
  const counts = new Map<number, number>();
  let [sum, min, max] = [0, Infinity, 0];
  for (let index = 0; index < shape.requests; index += 1) {
    const value_ns = sample(shape, random);
    sum += value_ns;
    min = Math.min(min, value_ns);
    max = Math.max(max, value_ns);
    const bucket = bucketOf(value_ns);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const pairs = [...counts].sort(([one], [other]) => one - other);
  const histogram = form === 'pairs' ? pairs : encoded(pairs);
  return { count: shape.requests, sum, min, max, over_range: 0, negative: 0, histogram };
}
