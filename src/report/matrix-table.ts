/** The matrix, servers down and clients across; several tables where the clients do not fit side by side. */
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import type { Cell, RunResult } from '../analyse/result.ts';
import { ABSENT, formatCount, formatNs, formatRange, formatRatio } from './format.ts';
import { paintStatus, STATUS_WORD } from './palette.ts';
import { padEnd, padStart, shorten, wrap } from './text.ts';

const METRICS: readonly { label: string; of: (cell: Cell) => string }[] = [
  { label: 'req/s', of: ({ throughput_rps }) => formatCount(throughput_rps.estimate) },
  { label: 'range', of: ({ throughput_rps: { low, high } }) => formatRange(low, high) },
  { label: 'P50', of: ({ rtt_ns }) => formatNs(rtt_ns.p50) },
  { label: 'P99', of: ({ rtt_ns }) => formatNs(rtt_ns.p99) },
  {
    label: 'P99/P50',
    of: ({ rtt_ns: { p50, p99 } }) =>
      formatRatio(p50 === null || p99 === null || p50 === 0 ? null : p99 / p50),
  },
];
/** What the table shows may be absent; these are the paths of its reasons. */
const SHOWN_PATHS = ['throughput_rps.low', 'rtt_ns.p50', 'rtt_ns.p99'];
const MAX_NOTES = 3;

const LABEL_WIDTH = Math.max(...METRICS.map(({ label }) => label.length));
const MAX_SERVER_WIDTH = 20;
const CLIENT_WIDTH = { min: 11, max: 16 };
const GAP = '  ';

interface Layout {
  readonly serverWidth: number;
  readonly clientWidth: number;
  readonly palette: ChalkInstance;
}

export function renderMatrix(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const servers = unique(result.cells.map(({ server }) => server));
  const clients = unique(result.cells.map(({ client }) => client));
  const layout: Layout = {
    serverWidth: Math.min(widest(servers), MAX_SERVER_WIDTH),
    clientWidth: Math.min(Math.max(widest(clients), CLIENT_WIDTH.min), CLIENT_WIDTH.max),
    palette,
  };
  const room = width - layout.serverWidth - GAP.length - LABEL_WIDTH;
  const fitting = Math.max(1, Math.floor(room / (GAP.length + layout.clientWidth)));
  const tables = chunks(clients, fitting).map((group) =>
    renderTable(result, servers, group, layout),
  );
  return [...tables.flatMap((table) => [...table, '']), ...legend(result, width, palette)];
}

function renderTable(
  result: RunResult,
  servers: readonly string[],
  clients: readonly string[],
  { serverWidth, clientWidth, palette }: Layout,
): string[] {
  const column = (text: string): string => GAP + padStart(shorten(text, clientWidth), clientWidth);
  const lead = (name: string, label: string): string =>
    palette.bold(padEnd(shorten(name, serverWidth), serverWidth)) +
    GAP +
    palette.dim(padEnd(label, LABEL_WIDTH));
  const rowsOf = (server: string): string[] => {
    const cells = clients.map((client) =>
      result.cells.find((cell) => cell.server === server && cell.client === client),
    );
    return METRICS.map(({ label, of }, index) => {
      const columns = cells.map((cell) => {
        if (cell === undefined) return column('');
        if (cell.status === 'valid') return column(of(cell));
        const text = index === 0 ? STATUS_WORD[cell.status] : ABSENT;
        return paintStatus(palette, cell.status, column(text));
      });
      return (lead(index === 0 ? server : '', label) + columns.join('')).trimEnd();
    });
  };
  const head = lead('', '') + clients.map((client) => palette.bold(column(client))).join('');
  return [
    head,
    ...servers.flatMap((server, index) => [...(index === 0 ? [] : ['']), ...rowsOf(server)]),
  ];
}

function legend(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const from = result.settings.rate_per_s === null ? 'the sending' : 'the time it was due';
  const meaning =
    `req/s: successful requests, median of the rounds; range: smallest and largest round; ` +
    `P50 and P99: round trip of all rounds together, from ${from} to the parsed answer.`;
  const reasons = unique(
    result.cells
      .filter(({ status }) => status === 'valid')
      .flatMap(({ absent }) => SHOWN_PATHS.flatMap((path) => absent[path] ?? [])),
  );
  const more = reasons.length > MAX_NOTES ? `; ${reasons.length - MAX_NOTES} more` : '';
  const notes =
    reasons.length === 0 ? [] : [`${ABSENT}: ${reasons.slice(0, MAX_NOTES).join('; ')}${more}.`];
  return [meaning, ...notes].flatMap((text) => wrap(text, width)).map((line) => palette.dim(line));
}

/** Groups of about the same size, none larger than `size`. */
function chunks<T>(items: readonly T[], size: number): T[][] {
  const groups = Math.ceil(items.length / size);
  const perGroup = Math.ceil(items.length / Math.max(groups, 1));
  return Array.from({ length: groups }, (_, index) =>
    items.slice(index * perGroup, (index + 1) * perGroup),
  );
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
