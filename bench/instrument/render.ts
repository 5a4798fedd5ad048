/** The table of the instrument, for a terminal and as a section of docs/performance.md. */
import { type InstrumentRow, MOST_PERCENT } from './rows.ts';

function figures(row: InstrumentRow): string[] {
  const [least, most] = row.range_ns;
  return [
    row.client,
    row.instrument_ns.toFixed(0),
    `${least.toFixed(0)}-${most.toFixed(0)}`,
    row.after_window_ns.toFixed(0),
    row.client_us.toFixed(1),
    row.share_percent.toFixed(2),
  ];
}

const COLUMNS = ['client', 'ns', 'range', 'after window', 'client us', 'share %'];

export function renderInstrument(rows: readonly InstrumentRow[], rounds: number): string {
  const lines = [COLUMNS, ...rows.map(figures)];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const aligned = lines.map((line) =>
    line.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))),
  );
  const judged = aligned.map((line, index) => {
    const row = rows[index - 1];
    const verdict =
      row === undefined ? 'wanted' : `<= ${MOST_PERCENT}  ${row.met ? 'ok' : 'MISSED'}`;
    return [...line, verdict].join('  ');
  });
  return (
    `CPU time that a client spends on a request only because it is measured, median (range) of ${rounds} rounds\n\n` +
    `${judged.join('\n')}\n\n`
  );
}

/** `machine`: `on DATE: CPU, ...`. */
export function renderSection(
  rows: readonly InstrumentRow[],
  { rounds, machine }: { readonly rounds: number; readonly machine: string },
): string {
  const lines = rows.map((row) => `| ${[...figures(row), row.met ? 'yes' : 'no'].join(' | ')} |`);
  const met = rows.filter((row) => row.met).length;
  return `${met} of ${rows.length} clients spend at most ${MOST_PERCENT} % of their CPU time on a request only because it is measured,
by \`npm run bench -- instrument --write\` ${machine}.
The ns are CPU time of each client's own recording code in a benchmark in its own language (\`bench.sh\`), what is
done after the window included; the us are its CPU time for one request against the reference server; median and
range of ${rounds} rounds.

| client | ns | range | of it after the window | client us | share % | met |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
