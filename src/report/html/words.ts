/** The words of the terminal report, without its line ends and colours. */
import type { ChalkInstance } from 'chalk';
import { paletteFor } from '../palette.ts';
import { pairInWords, pairName } from '../wording.ts';
import { joined, type Markup, markup, NOTHING } from './markup.ts';

export const PLAIN: ChalkInstance = paletteFor(false);
/** No line is broken: a page does that itself. */
export const ENDLESS = Infinity;

export function paragraphs(lines: readonly string[]): Markup {
  return joined(lines.filter((line) => line !== '').map((line) => markup`<p>${line}</p>\n`));
}

export function list(lines: readonly string[]): Markup {
  if (lines.length === 0) return NOTHING;
  return markup`<ul>${lines.map((line) => markup`<li>${line}</li>\n`)}</ul>\n`;
}

export function pairTitle(pair: { readonly server: string; readonly client: string }): string {
  return pairInWords(pairName(pair));
}
