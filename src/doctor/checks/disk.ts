/** Room for results and for builds. */
import { wholeNumber } from '../../analyse/wording.ts';
import type { PlaceFacts } from '../facts.ts';
import { advice, ok } from '../finding.ts';
import type { Finding, Verdict } from '../finding.ts';

interface Needs {
  readonly title: string;
  readonly flag: string;
  readonly enough_bytes: number;
  readonly costs: string;
}

/** Below this not even the journal of a short run is sure to fit. */
const NEXT_TO_NOTHING_BYTES = 10e6;

const NEEDS: Readonly<Record<PlaceFacts['what'], Needs>> = {
  results: {
    title: 'Results folder',
    flag: '--output',
    // Some 1.6 MB for a run of nine pairs and three rounds.
    enough_bytes: 100e6,
    costs: 'a run ends when the disk is full; what was measured until then is kept',
  },
  cache: {
    title: 'Builds folder',
    flag: '--cache-dir',
    // All services of the package, with their tests, took 1.7 GB.
    enough_bytes: 2e9,
    costs: 'builds fail when the disk is full, and their pairs are skipped',
  },
};

function judge({ what, folder, space }: PlaceFacts): Verdict {
  const { flag, enough_bytes, costs } = NEEDS[what];
  const elsewhere = advice(`choose another folder with ${flag}`);
  if (space.problem !== null)
    return {
      status: 'fail',
      found: `${folder}: ${space.problem}`,
      costs: what === 'results' ? 'nothing can be measured' : 'nothing can be built',
      cure: elsewhere,
    };
  const found = `${wholeNumber(space.free_bytes / 1e6)} MB free for ${folder}`;
  if (space.free_bytes >= enough_bytes) return ok(found);
  return {
    status: space.free_bytes < NEXT_TO_NOTHING_BYTES ? 'fail' : 'warn',
    found,
    costs,
    cure: advice(`free ${wholeNumber(enough_bytes / 1e6)} MB, or ${elsewhere.text}`),
  };
}

export function checkDisk(places: readonly PlaceFacts[]): Finding[] {
  return places.map((place) => ({
    group: 'disk',
    id: `disk:${place.what}`,
    title: NEEDS[place.what].title,
    ...judge(place),
  }));
}
