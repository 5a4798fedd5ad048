/** The report for a terminal: plain lines, none wider than asked for. */
import type { RunResult } from '../analyse/result.ts';
import { renderGuideTables } from './guide-tables.ts';
import { renderMatrix } from './matrix-table.ts';
import { paletteFor } from './palette.ts';
import { renderHeader, renderNotices, renderNotValid, renderVersions } from './run-summary.ts';
import { renderWatched, type WatchedDetail } from './watched-table.ts';

/** What is written on. */
export interface Paper {
  readonly colour: boolean;
  /** In columns; 60 or more. */
  readonly width: number;
}

interface TerminalOptions extends Paper {
  readonly watched: WatchedDetail;
}

export function renderTerminal(
  result: RunResult,
  { colour, width, watched }: TerminalOptions,
): string {
  const palette = paletteFor(colour);
  const sections = [
    renderHeader,
    renderMatrix,
    renderNotValid,
    renderNotices,
    renderGuideTables,
    renderWatched,
    renderVersions,
  ].map((render) => render(result, width, palette, watched).join('\n'));
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
