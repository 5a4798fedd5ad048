/** How long a build takes that has nothing to do: the default services, as local processes. */
import { atMost } from '../table.ts';
import type { RatioRow } from '../table.ts';
import { pairbenchSeconds } from './process-seconds.ts';

const BUILDS = 10;
const MOST_S = 2;
const BUILD = ['build', '--runtime', 'process'];

export async function buildRows(): Promise<RatioRow[]> {
  await pairbenchSeconds(BUILD);
  const ratios: number[] = [];
  for (let count = 0; count < BUILDS; count += 1) ratios.push(await pairbenchSeconds(BUILD));
  return [{ what: 'build without a change, s', ratios, wanted: atMost(MOST_S) }];
}
