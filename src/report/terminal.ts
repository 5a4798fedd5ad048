/** The report for a terminal: plain lines, none wider than asked for. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import { renderBelieve } from './believe.ts';
import { renderCurves } from './curves.ts';
import type { Detail } from './detail.ts';
import { renderEffects } from './effects-table.ts';
import { renderGrowth } from './growth.ts';
import { renderGuideTables } from './guide-tables.ts';
import { renderHeadline } from './headline.ts';
import { renderLatencyAtRate } from './latency-table.ts';
import { renderLimits } from './limits.ts';
import { renderMatrix } from './matrix-table.ts';
import { renderNotValid } from './not-valid.ts';
import { paletteFor } from './palette.ts';
import { printableResult } from './printable.ts';
import { renderRankings } from './rankings.ts';
import { renderHeader, renderNotices, renderVersions } from './run-summary.ts';
import { renderThresholds } from './thresholds.ts';
import { renderVariations } from './variations.ts';
import { renderWatched } from './watched-table.ts';

/** What is written on. */
export interface Paper {
  readonly colour: boolean;
  /** In columns; 60 or more. */
  readonly width: number;
}

interface TerminalOptions extends Paper {
  readonly detail: Detail;
}

type Renderer = (
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
) => string[];

const OF_A_MATRIX: readonly Renderer[] = [
  renderHeader,
  renderHeadline,
  renderVariations,
  renderThresholds,
  renderMatrix,
  renderLimits,
  renderLatencyAtRate,
  renderRankings,
  renderNotValid,
  renderNotices,
  renderGrowth,
  renderBelieve,
  renderEffects,
  renderGuideTables,
  renderWatched,
  renderVersions,
];

const OF_A_SWEEP: readonly Renderer[] = [
  renderHeader,
  renderHeadline,
  renderCurves,
  renderNotices,
  renderVersions,
];

export function renderTerminal(
  given: RunResult,
  { colour, width, detail }: TerminalOptions,
): string {
  const result = printableResult(given);
  const palette = paletteFor(colour);
  const sections = (result.curves.length > 0 ? OF_A_SWEEP : OF_A_MATRIX).map((render) =>
    render(result, width, palette, detail).join('\n'),
  );
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
