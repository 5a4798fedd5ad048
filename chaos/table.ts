/** The table at the end of chaos: each fault, how often, and what came of it. */
import type { RoundReport } from './round.ts';

type Played = Extract<RoundReport, { kind: 'played' }>;

const HEAD = ['fault', 'times', 'too late', 'the run ended with', 'resumed', 'violations'];

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([word, count]) => `${word}: ${count}`)
    .join(', ');
}

function rowOf(fault: string, reports: readonly RoundReport[]): string[] {
  const ours = reports.filter((report) => report.fault === fault);
  const skipped = ours.find((report) => report.kind === 'skipped');
  if (skipped !== undefined) return [fault, '0', '', `skipped: ${skipped.reason}`, '', ''];
  const played = ours.flatMap((report): Played[] => (report.kind === 'played' ? [report] : []));
  return [
    fault,
    String(played.length),
    String(played.filter(({ hasStruck }) => !hasStruck).length),
    counted(played.map(({ exit }) => exit)),
    String(played.reduce((sum, { resumes }) => sum + resumes, 0)),
    String(played.filter(({ violations }) => violations.length > 0).length),
  ];
}

export function renderTable(reports: readonly RoundReport[]): string {
  const faults = [...new Set(reports.map(({ fault }) => fault))].sort();
  const rows = [HEAD, ...faults.map((fault) => rowOf(fault, reports))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
