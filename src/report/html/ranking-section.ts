/** Rankings of pairs, servers and clients as tables, with ties, and with what is not ranked. */
import type { RunResult } from '../../analyse/result.ts';
import type { Ranking } from '../../analyse/result-comparison.ts';
import { renderEffects } from '../effects-table.ts';
import { formatRatioEstimate } from '../format.ts';
import { METRICS, metricTitle } from '../metrics.ts';
import {
  BEST,
  bestOf,
  BLOCKS,
  blockTitle,
  hasRivals,
  METRICS_IN_SHORT,
  notRanked,
  rankingLegend,
  rankText,
} from '../rankings.ts';
import { pairInWords } from '../wording.ts';
import type { Section } from './figure.ts';
import { joined, type Markup, markup, NOTHING } from './markup.ts';
import { number, table, text } from './table.ts';
import { ENDLESS, list, PLAIN } from './words.ts';

export function rankingSection(result: RunResult): Section {
  const shown = result.rankings.filter(
    ({ of, metric }) => METRICS_IN_SHORT.includes(metric) && hasRivals(of, result),
  );
  const rate_per_s = result.latency_at_rate[0]?.rate_per_s ?? null;
  const isRanked = shown.some(({ entries }) => entries.some(({ rank }) => rank !== null));
  const rankings =
    shown.length === 0
      ? markup`<p>There is nothing to rank.</p>\n`
      : markup`${BLOCKS.map((of) =>
          block(
            shown.filter((ranking) => ranking.of === of),
            rate_per_s,
          ),
        )}${isRanked ? markup`<p class="note">${rankingLegend(shown)}</p>\n` : NOTHING}`;
  const content = markup`${rankings}${effects(result)}`;
  return { id: 'rankings', title: 'Rankings', short: 'Rankings', width: 'full', content };
}

const PRE_WIDTH = 80;

/** The appendix of the terminal report, as it is there. */
function effects(result: RunResult): Markup {
  const [title, ...lines] = renderEffects(result, PRE_WIDTH, PLAIN, 'full');
  if (title === undefined) return NOTHING;
  return markup`<details><summary>${title}</summary>
<pre tabindex="0" role="group" aria-label="${title}">${lines.join('\n')}</pre></details>
`;
}

function block(rankings: readonly Ranking[], rate_per_s: number | null): Markup {
  const [first] = rankings;
  if (first === undefined) return NOTHING;
  const sentences = rankings.flatMap((ranking) => ranking.sentences);
  const more =
    sentences.length === 0
      ? NOTHING
      : markup`<details><summary>In sentences<span class="sr">: ${blockTitle(first)}</span></summary>
${list(sentences)}</details>
`;
  const tables = rankings.map((ranking) => rankingTable(ranking, rate_per_s));
  return markup`<h3>${blockTitle(first)}</h3>
<div class="rankings">${joined(tables)}</div>
${more}`;
}

function rankingTable(ranking: Ranking, rate_per_s: number | null): Markup {
  const { metric, entries, absent } = ranking;
  const title = `by ${metricTitle(metric, rate_per_s)}`;
  const ranked = entries.filter(({ rank }) => rank !== null);
  const others = list(notRanked(ranking, ENDLESS));
  const best = bestOf(ranking);
  const { head, format } = METRICS[metric];
  const rows = ranked.map((entry) => [
    rankText(entry, ranked),
    pairInWords(entry.name),
    format(entry.value),
    entry.name === best ? BEST : formatRatioEstimate(entry.ratio_to_best),
  ]);
  const content =
    ranked.length === 0
      ? markup`<p>no ranking${absent === null ? '' : `, ${absent}`}</p>\n`
      : table(
          `${blockTitle(ranking)} ${title}`,
          [number('rank'), text('name'), number(head), number('ratio to best')],
          rows,
        );
  return markup`<div class="ranking"><h4>${title}</h4>
${content}${others}</div>
`;
}
