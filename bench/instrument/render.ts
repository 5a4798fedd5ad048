/** The table of the instrument, for a terminal and as a section of docs/performance.md. */
import { type InstrumentRow, MOST_PERCENT } from './rows.ts';

const HEADING = '## The instrument';

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

/** `measured` says when, and on what. */
export function renderSection(
  rows: readonly InstrumentRow[],
  { rounds, measured }: { readonly rounds: number; readonly measured: string },
): string {
  const lines = rows.map((row) => `| ${[...figures(row), row.met ? 'yes' : 'no'].join(' | ')} |`);
  return `${HEADING}

What a client spends on a request only because it is measured, written by \`npm run bench -- instrument --write\`:
each client's own recording code, in a benchmark in its own language (\`bench.sh\`), in ns of CPU time, some work
after the window included; beside it the client's CPU time for one request against the reference server. At most
${MOST_PERCENT} % is wanted. Median and range of ${rounds} rounds; ${measured}.

| client | ns | range | of it after the window | client us | share % | met |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
