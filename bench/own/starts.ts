/** How long it takes from a start to what needs nothing else, whole processes by the clock. */
import { rotated } from '../setting.ts';
import { atMost } from '../table.ts';
import type { RatioRow } from '../table.ts';
import { pairbenchSeconds, processSeconds } from './process-seconds.ts';

const STARTS = 12;
const MOST_HELP_S = 0.5;

export async function startRows(): Promise<RatioRow[]> {
  const started = [
    {
      what: 'start to --help, s',
      wanted: atMost(MOST_HELP_S),
      start: () => pairbenchSeconds(['--help']),
    },
    { what: 'start to the end of list, s', wanted: null, start: () => pairbenchSeconds(['list']) },
    { what: 'start of Node alone, s', wanted: null, start: () => processSeconds(['--eval', '0']) },
  ].map((one) => ({ ...one, seconds: [] as number[] }));
  for (const { start } of started) await start(); // its files are in memory from here on
  for (let round = 0; round < STARTS; round += 1)
    for (const { start, seconds } of rotated(started, round)) seconds.push(await start());
  return started.map(({ what, wanted, seconds }) => ({ what, wanted, ratios: seconds }));
}
