/** CPUs that neither side kept busy, second by second. */
import type { Reading } from './reading.ts';
import { ratePerS, stretchesOf } from '../measure/stretches.ts';

/** Of one window; each sample is held against its own span of time, for they are not taken at once. */
export function foreignBySecond({ window: { machine, usage } }: Reading): number[] {
  const samples = machine.flatMap((sample, index) => {
    const [client, server] = [usage.client.samples[index], usage.server.samples[index]];
    return client === undefined || server === undefined
      ? []
      : [{ elapsed_ns: sample.elapsed_ns, sample, client, server }];
  });
  return stretchesOf(samples).flatMap(({ from, to }) => {
    const busy = ratePerS({ from: from.sample, to: to.sample }, (one) => one.busy_ns);
    const client = ratePerS({ from: from.client, to: to.client }, (one) => one.cpu_ns);
    const server = ratePerS({ from: from.server, to: to.server }, (one) => one.cpu_ns);
    if (busy === null || client === null || server === null) return [];
    return [Math.max(0, busy - client - server) / 1e9];
  });
}
