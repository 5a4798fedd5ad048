/** The report as Markdown: the facts of the terminal's, for a pull request or the summary of a CI job. */
import type { RunResult } from '../../analyse/result.ts';
import { renderBelieve } from '../believe.ts';
import { CURVES_TITLE, curveSentences, isKnee, POINT_HEADS, pointTexts } from '../curves.ts';
import { GROWTH_TITLE, growthSentences } from '../growth.ts';
import { renderHeadline } from '../headline.ts';
import { paletteFor } from '../palette.ts';
import { printableResult } from '../printable.ts';
import { gatesOf, type Reported } from '../reported.ts';
import { renderHeader, renderNotices } from '../run-summary.ts';
import { furtherSentences, VARIATIONS_TITLE } from '../variations.ts';
import { pairInWords, pairName } from '../wording.ts';
import { guideSection, versionsSection, watchedSection } from './appendix.ts';
import { effectsSection, latencySection, rankingsSection } from './comparisons.ts';
import { versusSections } from './comparison.ts';
import { gatesSection } from './gates.ts';
import { limitsSection, matrixSection, notValidSection, pairsSection } from './pairs.ts';
import { asSection, left, list, right, table } from './table.ts';
import { escapedLine } from './escape.ts';

const ONE_LINE = Infinity;
const PLAIN = paletteFor(false);

type Shown = Pick<Reported, 'result' | 'comparison'>;

export function renderMarkdown(run: Shown): string {
  return markdownSections(run).join('\n');
}

/** The most important first; each ends with a line end. */
export function markdownSections(run: Shown): string[] {
  const safe = printableResult(run.result);
  if (safe.curves.length > 0)
    return [
      headSection(safe),
      curvesSection(safe),
      noticesSection(safe),
      versionsSection(safe),
    ].flatMap(asSection);
  return [
    headSection(safe),
    variationsSection(safe),
    gatesSection(gatesOf(run)),
    ...(run.comparison === null ? [] : versusSections(run.comparison)),
    matrixSection(safe),
    notValidSection(safe),
    noticesSection(safe),
    pairsSection(safe),
    latencySection(safe),
    limitsSection(safe),
    rankingsSection(safe),
    growthSection(safe),
    believeSection(safe),
    effectsSection(safe),
    guideSection(safe),
    watchedSection(safe),
    versionsSection(safe),
  ].flatMap(asSection);
}

function headSection(result: RunResult): string[] {
  const [title = '', ...lines] = renderHeader(result, ONE_LINE, PLAIN);
  const verdict = renderHeadline(result, ONE_LINE, PLAIN).map(
    (sentence) => `**${escapedLine(sentence)}**`,
  );
  return [`# ${escapedLine(title)}`, '', ...verdict, '', ...list(lines), ''];
}

function variationsSection(result: RunResult): string[] {
  const sentences = furtherSentences(result);
  return sentences.length === 0 ? [] : [`## ${VARIATIONS_TITLE}`, '', ...list(sentences), ''];
}

function curvesSection({ curves }: RunResult): string[] {
  const [load, ...heads] = POINT_HEADS;
  return [
    `## ${CURVES_TITLE}`,
    '',
    ...curves.flatMap((curve) => [
      `### ${escapedLine(pairInWords(pairName(curve)))}`,
      '',
      ...table(
        [left(load), ...heads.map(right), left('')],
        curve.points.map((point) => [...pointTexts(point), isKnee(curve, point) ? 'knee' : '']),
      ),
      ...list(curveSentences(curve)),
      '',
    ]),
  ];
}

function noticesSection(result: RunResult): string[] {
  const lines = renderNotices(result, ONE_LINE, PLAIN);
  return lines.length === 0 ? [] : ['## To be known', '', ...list(lines), ''];
}

function growthSection({ cells, ceilings }: RunResult): string[] {
  const lines = growthSentences([...cells, ...ceilings]);
  return lines.length === 0 ? [] : [`## ${GROWTH_TITLE}`, '', ...list(lines), ''];
}

function believeSection(result: RunResult): string[] {
  const [title = '', ...lines] = renderBelieve(result, ONE_LINE, PLAIN, 'full');
  return [`## ${escapedLine(title)}`, '', ...list(lines), ''];
}
