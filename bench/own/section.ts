/** The section of docs/performance.md on what the tool itself takes. */
import { isRowMet, ratioCells, type RatioRow } from '../table.ts';

const ofFigure = (figure: number): string => figure.toFixed(3);

function row(one: RatioRow): string {
  return `| ${[one.what.trim(), one.ratios.length, ...ratioCells(one, ofFigure)].join(' | ')} |`;
}

/** Markdown. `machine`: `on DATE: CPU, ...`. */
export function renderSection(rows: readonly RatioRow[], machine: string): string {
  const wanted = rows.filter((one) => one.wanted !== null);
  const met = wanted.filter(isRowMet).length;
  return `${met} of ${wanted.length} wanted figures are reached, measured by \`npm run bench -- own --write\` ${machine}.

| what | times | median | range | wanted | met |
| --- | --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}
`;
}
