/** The table of the benchmark: ratios with their range over the rounds, beside what is wanted. */
import { median } from 'simple-statistics';

export interface RatioRow {
  readonly what: string;
  readonly ratios: readonly number[];
  /** At least; null: only shown. */
  readonly wanted: number | null;
}

export function renderRatios(title: string, rows: readonly RatioRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(({ what, ratios, wanted }) => {
    const middle = median([...ratios]);
    const range = `(${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)})`;
    const figures = `${what.padEnd(width)}  ${middle.toFixed(3)} ${range}`;
    if (wanted === null) return figures;
    return `${figures}  >= ${wanted}  ${middle >= wanted ? 'ok' : 'MISSED'}`;
  });
  return `${title}\n\n${lines.join('\n')}\n\n`;
}
