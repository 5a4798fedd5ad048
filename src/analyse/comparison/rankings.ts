/** Rankings with their ties; what the windows cannot support is not ranked, and says why. */
import type { Ranking } from '../result-comparison.ts';
import { compareEntries } from '../statistics/compare.ts';
import { rankEntries } from '../statistics/rank.ts';
import type { Compared } from './compared.ts';
import { type Contest, contestsOf } from './contest.ts';
import { rankingSentences } from './ranking-sentences.ts';
import { type Standing, standingsOf, unsureBecause } from './standing.ts';

/** Of pairs, of servers under the reference client, of clients against the reference server. */
export function rankingsOf(compared: Compared): Ranking[] {
  return contestsOf(compared).map(rankingOf);
}

function rankingOf(contest: Contest): Ranking {
  const { of, metric, under, entrants } = contest;
  const better = metric === 'throughput_rps' ? 'higher' : 'lower';
  const about = { of, metric, better, under } as const;
  if ('absent' in entrants)
    return { ...about, method: null, entries: [], sentences: [], absent: entrants.absent };
  const observations = entrants.flatMap(({ name, rounds }) =>
    rounds.map((round) => ({ entry: name, ...round })),
  );
  const comparison = compareEntries(observations);
  const unsure = unsureBecause(entrants, contest);
  const ranked = rankEntries(observations, better, comparison);
  const standings = standingsOf(entrants, ranked, unsure);
  return {
    ...about,
    method: comparison.method,
    entries: rankedFirst(standings).map(({ entry }) => entry),
    sentences: rankingSentences(standings, comparison, contest),
    absent: observations.length > 0 ? unsure : null,
  };
}

/** The order among those of one rank stays that of their values. */
function rankedFirst(standings: readonly Standing[]): Standing[] {
  const ranked = standings.filter(({ entry }) => entry.rank !== null);
  const others = standings.filter(({ entry }) => entry.rank === null);
  return [...ranked.sort((a, b) => (a.entry.rank ?? 0) - (b.entry.rank ?? 0)), ...others];
}
