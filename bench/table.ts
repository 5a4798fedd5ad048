/** The table of the benchmark: ratios with their range over the rounds, beside what is wanted. */
import { median } from 'simple-statistics';

export interface Wanted {
  readonly bound: 'at least' | 'at most';
  readonly ratio: number;
}

export interface RatioRow {
  readonly what: string;
  readonly ratios: readonly number[];
  /** Null: only shown. */
  readonly wanted: Wanted | null;
}

export function atLeast(ratio: number): Wanted {
  return { bound: 'at least', ratio };
}

export function atMost(ratio: number): Wanted {
  return { bound: 'at most', ratio };
}

export function isMet(middle: number, { bound, ratio }: Wanted): boolean {
  return bound === 'at least' ? middle >= ratio : middle <= ratio;
}

function judge(middle: number, wanted: Wanted): string {
  const { bound, ratio } = wanted;
  const met = isMet(middle, wanted);
  return `${bound === 'at least' ? '>=' : '<='} ${ratio}  ${met ? 'ok' : 'MISSED'}`;
}

export function renderRatios(title: string, rows: readonly RatioRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(({ what, ratios, wanted }) => {
    const middle = median([...ratios]);
    const range = `(${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)})`;
    const figures = `${what.padEnd(width)}  ${middle.toFixed(3)} ${range}`;
    return wanted === null ? figures : `${figures}  ${judge(middle, wanted)}`;
  });
  return `${title}\n\n${lines.join('\n')}\n\n`;
}

/** For a row of Markdown: median, range, what is wanted, whether it is met. */
export function ratioCells(
  { ratios, wanted }: RatioRow,
  formatRatio: (ratio: number) => string,
): [string, string, string, string] {
  const middle = median([...ratios]);
  const range = `${formatRatio(Math.min(...ratios))}-${formatRatio(Math.max(...ratios))}`;
  if (wanted === null) return [formatRatio(middle), range, '', ''];
  const met = isMet(middle, wanted) ? 'yes' : 'no';
  return [formatRatio(middle), range, `${wanted.bound} ${wanted.ratio}`, met];
}

/** Null: nothing is wanted of it. */
export function isRowMet({ ratios, wanted }: RatioRow): boolean | null {
  return wanted === null ? null : isMet(median([...ratios]), wanted);
}
