/** What the guide that this tool grew from expects, beside what was measured here. */
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import type { Cell, RunResult } from '../analyse/result.ts';
import {
  ABSENT,
  formatBytes,
  formatCount,
  formatNs,
  formatPercent,
  formatRatio,
} from './format.ts';
import { padEnd, padStart, shorten, wrap } from './text.ts';

/** P50, P99, and two figures that differ between the tables. */
type Figures = readonly [string, string, string, string];

const EXPECTED_OF_SERVERS: Readonly<Record<string, Figures>> = {
  rust: ['10–30 µs', '50–100 µs', '100k+', '30–50 %'],
  go: ['20–50 µs', '100–200 µs', '50k+', '40–60 %'],
  python: ['100–300 µs', '500–1000 µs', '10k+', '70–90 %'],
};
const EXPECTED_OF_CLIENTS: Readonly<Record<string, Figures>> = {
  rust: ['0.5–2 ms', '5–10 ms', 'very high', 'low'],
  cpp: ['0.8–3 ms', '8–15 ms', 'high', 'low'],
  python: ['2–8 ms', '15–30 ms', 'medium', 'high'],
};
/** The guide's best server: its throughput, and the longest of the round trips that it names as P50. */
const GUIDE_BEST = { rps: 100_000, p50_ns: 30_000, p50: '10–30 µs' };

const NOTHING: Figures = [ABSENT, ABSENT, ABSENT, ABSENT];
const COLUMN_WIDTHS = [10, 11, 11, 7] as const;
const SOURCE_WIDTH = 5;
const GAP = '  ';
const FIXED_WIDTH =
  GAP.length + SOURCE_WIDTH + COLUMN_WIDTHS.reduce((sum, width) => sum + GAP.length + width, 0);

export interface GuideTable {
  readonly side: 'server' | 'client';
  readonly title: string;
  readonly heads: Figures;
  readonly expected: Readonly<Record<string, Figures>>;
  readonly measured: (cell: Cell) => Figures;
}

export const GUIDE_TABLES: readonly GuideTable[] = [
  {
    side: 'server',
    title: 'Servers, each with the client that drove it fastest',
    heads: ['P50', 'P99', 'max req/s', 'CPU'],
    expected: EXPECTED_OF_SERVERS,
    measured: (cell) => [
      formatNs(cell.rtt_ns.p50),
      formatNs(cell.rtt_ns.p99),
      formatCount(cell.throughput_rps.estimate),
      formatPercent(cell.cpu_utilisation.server),
    ],
  },
  {
    side: 'client',
    title: 'Clients, each with the server it drove fastest',
    heads: ['P50', 'P99', 'concurrency', 'memory'],
    expected: EXPECTED_OF_CLIENTS,
    measured: (cell) => [
      formatNs(cell.rtt_ns.p50),
      formatNs(cell.rtt_ns.p99),
      formatRatio(cell.concurrency),
      formatBytes(cell.rss_bytes.client_peak),
    ],
  },
];

export function renderGuideTables(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
): string[] {
  return [
    palette.bold('What the guide expects, and what was measured here'),
    ...wrap(whyLatenciesDiffer(result), width),
    ...GUIDE_TABLES.flatMap((table) => ['', ...renderTable(table, result, width, palette)]),
  ];
}

export function whyLatenciesDiffer({ settings: { connections, rate_per_s } }: RunResult): string {
  const law = 'in a closed loop the mean round trip is connections / throughput';
  if (rate_per_s !== null) {
    return `The guide names latencies without their load (${law}); here requests came at a fixed rate, so "max req/s" is no maximum.`;
  }
  const mean_ns = (connections / GUIDE_BEST.rps) * 1e9;
  return mean_ns > GUIDE_BEST.p50_ns
    ? `The guide's server latencies cannot hold at ${connections} connections: ${law}, which is ${formatNs(mean_ns)} at its 100k req/s, not ${GUIDE_BEST.p50}.`
    : `The guide's server latencies hold only for up to 3 connections: ${law}, and ${GUIDE_BEST.p50} at 100k req/s leave room for no more.`;
}

interface GuideEntry {
  readonly name: string;
  readonly below: string;
  readonly expected: Figures;
  readonly measured: Figures;
}

/** One for each service of the side that was chosen; the reference services are of this tool, not of the guide. */
export function guideEntries(table: GuideTable, result: RunResult): GuideEntry[] {
  const services = result.environment.services.filter(
    ({ kind, name }) =>
      kind === table.side && result.cells.some((cell) => cell[table.side] === name),
  );
  return services.map(({ name, language }) => {
    const best = fastest(result.cells.filter((cell) => cell[table.side] === name));
    const partner = best === undefined ? '' : table.side === 'server' ? best.client : best.server;
    return {
      name,
      below: best === undefined ? '  no valid cell' : `  with ${partner}`,
      expected: table.expected[languageKey(language)] ?? NOTHING,
      measured: best === undefined ? NOTHING : table.measured(best),
    };
  });
}

function renderTable(
  table: GuideTable,
  result: RunResult,
  width: number,
  palette: ChalkInstance,
): string[] {
  const entries = guideEntries(table, result);
  const texts = entries.flatMap(({ name, below }) => [name, below]);
  const nameWidth = Math.min(
    Math.max(...texts.map((text) => stringWidth(text)), table.side.length),
    width - FIXED_WIDTH,
  );
  const row = (name: string, source: string, figures: Figures): string =>
    padEnd(shorten(name, nameWidth), nameWidth) +
    GAP +
    padEnd(source, SOURCE_WIDTH) +
    figures.map((text, index) => GAP + padStart(text, COLUMN_WIDTHS[index] ?? 0)).join('');

  return [
    ...wrap(table.title, width),
    palette.bold(row(table.side, '', table.heads)),
    ...entries.flatMap(({ name, below, expected, measured }) => [
      palette.dim(row(name, 'guide', expected)),
      row(below, 'here', measured),
    ]),
  ];
}

function fastest(cells: readonly Cell[]): Cell | undefined {
  const rps = (cell: Cell): number => cell.throughput_rps.estimate ?? 0;
  return cells
    .filter(({ status }) => status === 'valid')
    .toSorted((one, other) => rps(other) - rps(one))[0];
}

/** Manifests may say `C++`. */
function languageKey(language: string): string {
  const key = language.toLowerCase();
  return key === 'c++' ? 'cpp' : key;
}
