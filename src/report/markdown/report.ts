/** The report as Markdown: the facts of the terminal's, for a pull request or the summary of a CI job. */
import type { GateVerdict } from '../../analyse/gate-verdict.ts';
import type { RunResult } from '../../analyse/result.ts';
import { renderBelieve } from '../believe.ts';
import { renderHeadline } from '../headline.ts';
import { paletteFor } from '../palette.ts';
import { printableResult } from '../printable.ts';
import { renderHeader, renderNotices } from '../run-summary.ts';
import { guideSection, versionsSection, watchedSection } from './appendix.ts';
import { effectsSection, latencySection, rankingsSection } from './comparisons.ts';
import { gatesSection } from './gates.ts';
import { limitsSection, matrixSection, notValidSection, pairsSection } from './pairs.ts';
import { list } from './table.ts';
import { escapedLine } from './escape.ts';

const ONE_LINE = Infinity;
const PLAIN = paletteFor(false);

export function renderMarkdown(result: RunResult, gates: readonly GateVerdict[] = []): string {
  return markdownSections(result, gates).join('\n');
}

/** The most important first; each ends with a line end. */
export function markdownSections(result: RunResult, gates: readonly GateVerdict[]): string[] {
  const safe = printableResult(result);
  return [
    headSection(safe),
    gatesSection(gates),
    matrixSection(safe),
    notValidSection(safe),
    noticesSection(safe),
    pairsSection(safe),
    latencySection(safe),
    limitsSection(safe),
    rankingsSection(safe),
    believeSection(safe),
    effectsSection(safe),
    guideSection(safe),
    watchedSection(safe),
    versionsSection(safe),
  ].flatMap((lines) => (lines.length === 0 ? [] : [endingWell(lines)]));
}

/** Sections are told apart by an empty line, which joining them adds. */
function endingWell(lines: readonly string[]): string {
  return `${lines.join('\n').trimEnd()}\n`;
}

function headSection(result: RunResult): string[] {
  const [title = '', ...lines] = renderHeader(result, ONE_LINE, PLAIN);
  const verdict = renderHeadline(result, ONE_LINE, PLAIN).map(
    (sentence) => `**${escapedLine(sentence)}**`,
  );
  return [`# ${escapedLine(title)}`, '', ...verdict, '', ...list(lines), ''];
}

function noticesSection(result: RunResult): string[] {
  const lines = renderNotices(result, ONE_LINE, PLAIN);
  return lines.length === 0 ? [] : ['## To be known', '', ...list(lines), ''];
}

function believeSection(result: RunResult): string[] {
  const [title = '', ...lines] = renderBelieve(result, ONE_LINE, PLAIN, 'full');
  return [`## ${escapedLine(title)}`, '', ...list(lines), ''];
}
