/** The report as one HTML page: for now its run and its verdict, and where the rest is. */
import type { RunResult } from '../../analyse/result.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

export function renderHtml({ run_id, counts }: RunResult): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Run ${escaped(run_id)}</title>
<h1>Run ${escaped(run_id)}</h1>
<p>${counts.planned} pairs planned, ${counts.valid} valid. The figures are in report.md, cells.csv and result.json.</p>
</html>
`;
}
