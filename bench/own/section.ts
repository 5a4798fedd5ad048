/** The section of docs/performance.md on what the tool itself takes. */
import { median } from 'simple-statistics';
import { isMet, type RatioRow } from '../table.ts';

function row({ what, ratios, wanted }: RatioRow): string {
  const middle = median([...ratios]);
  const range = `${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)}`;
  const target = wanted === null ? '' : `${wanted.bound} ${wanted.ratio}`;
  const met = wanted === null ? '' : isMet(middle, wanted) ? 'yes' : 'no';
  return `| ${what.trim()} | ${ratios.length} | ${middle.toFixed(3)} | ${range} | ${target} | ${met} |`;
}

/** Markdown. `machine`: `on DATE: CPU, ...`. */
export function renderSection(rows: readonly RatioRow[], machine: string): string {
  const wanted = rows.filter((one) => one.wanted !== null);
  const met = wanted.filter(
    ({ ratios, wanted: bound }) => bound !== null && isMet(median([...ratios]), bound),
  ).length;
  return `${met} of ${wanted.length} wanted figures are reached, measured by \`npm run bench -- own --write\` ${machine}.

| what | times | median | range | wanted | met |
| --- | --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}
`;
}
