/** What both sides and the machine did during the windows: a line for each service, or for each pair. */
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import { medianOf } from '../analyse/figure.ts';
import type { Cell, RunResult } from '../analyse/result.ts';
import type { Detail } from './detail.ts';
import { ABSENT, formatBytes, formatWhole, formatPercent } from './format.ts';
import { padEnd, padStart, shorten, wrap } from './text.ts';

type Side = 'server' | 'client';

export const COLUMNS = [
  { head: 'CPU %', width: 7 },
  { head: 'memory', width: 7 },
  { head: 'fds', width: 5 },
  { head: 'sockets', width: 7 },
  { head: 'switches/s', width: 10 },
  { head: 'disk/s', width: 7 },
] as const;
const GAP = '  ';
const INDENT = '  ';
const FIGURES_WIDTH = COLUMNS.reduce((sum, { width }) => sum + GAP.length + width, 0);

export const WATCHED_MEANING =
  'CPU % of its own CPUs: average / busiest second; memory, open files, sockets, context switches ' +
  'and disk use (read and written): the most in a sample or a second';

export function renderWatched(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const cells = result.cells.filter(({ rounds_measured }) => rounds_measured > 0);
  if (cells.length === 0) return [];
  const rows = detail === 'short' ? serviceRows(result, cells) : pairRows(cells);
  const nameWidth = Math.min(
    Math.max(...rows.map((row) => ('figures' in row ? stringWidth(row.name) : 0))),
    width - FIGURES_WIDTH,
  );
  const line = (name: string, figures: readonly string[]): string =>
    padEnd(shorten(name, nameWidth), nameWidth) +
    COLUMNS.map((column, index) => GAP + padStart(figures[index] ?? '', column.width)).join('');
  const heads = COLUMNS.map(({ head }) => head);
  return [
    palette.bold('Watched during the windows'),
    palette.bold(line('', heads)),
    ...rows.flatMap((row) =>
      'figures' in row ? [line(row.name, row.figures)] : wrap(row.text, width, row.indent),
    ),
    ...wrap(legend(rows, detail), width).map((text) => palette.dim(text)),
  ];
}

function legend(rows: readonly Row[], detail: Detail): string {
  const over = detail === 'short' ? '; over all pairs of a service' : '';
  const isKnown = (row: Row): boolean =>
    !('figures' in row) || row.figures.every((figure) => !figure.split('/').includes(ABSENT));
  const unknown = rows.every(isKnown) ? '' : ` ${ABSENT}: not known, the JSON result says why.`;
  return `${WATCHED_MEANING}${over}.${unknown}`;
}

/** Figures in columns, or a line of text. */
type Row =
  | { readonly name: string; readonly figures: readonly string[] }
  | { readonly text: string; readonly indent: string };

function serviceRows({ environment }: RunResult, cells: readonly Cell[]): Row[] {
  const rowsOf = (side: Side): Row[] =>
    environment.services.flatMap(({ kind, name }) => {
      const own = cells.filter((cell) => kind === side && cell[side] === name);
      return own.length === 0 ? [] : [{ name, figures: figuresOf(own, side) }];
    });
  const text = `Machine: ${machine(cells)}.`;
  return [...rowsOf('server'), ...rowsOf('client'), { text, indent: '' }];
}

function pairRows(cells: readonly Cell[]): Row[] {
  return cells.flatMap((cell): Row[] => [
    { text: `${cell.server}:${cell.client}`, indent: '' },
    { name: `${INDENT}server`, figures: figuresOf([cell], 'server') },
    { name: `${INDENT}client`, figures: figuresOf([cell], 'client') },
    { text: machine([cell]), indent: INDENT },
  ]);
}

/** One for each column. */
export function figuresOf(cells: readonly Cell[], side: Side): string[] {
  const most = (value: (cell: Cell) => number | null): number | null => largest(cells.map(value));
  const mean = most((cell) => cell.cpu_utilisation[side]);
  const peak = most((cell) => cell.cpu_utilisation_peak[side]);
  return [
    `${wholePercent(mean)}/${wholePercent(peak)}`,
    formatBytes(most((cell) => cell.rss_bytes[`${side}_peak`])),
    formatWhole(most((cell) => cell.fds_peak[side])),
    formatWhole(most((cell) => cell.sockets_peak[side])),
    formatWhole(most((cell) => cell.context_switches_per_s[side].peak)),
    formatBytes(most((cell) => cell.disk_bytes_per_s[side].peak)),
  ];
}

export function machine(cells: readonly Cell[]): string {
  const all = cells.map((cell) => cell.machine);
  const others = median(all.map(({ foreign_cpus }) => foreign_cpus.mean));
  const othersMax = largest(all.map(({ foreign_cpus }) => foreign_cpus.max));
  const stolenMax = largest(all.map(({ steal_cpus }) => steal_cpus.max));
  const own = median(all.map(({ tool_cpus }) => tool_cpus));
  const disk = largest(all.map(({ disk_bytes_per_s }) => disk_bytes_per_s.peak));
  const sockets = largest(all.map(({ tcp_sockets_peak }) => tcp_sockets_peak));
  const waiting = largest(all.map(({ time_wait_sockets_peak }) => time_wait_sockets_peak));
  return (
    `others ${formatPercent(others)} of a CPU (most ${formatPercent(othersMax)}), ` +
    `of which pairbench ${formatPercent(own)}; stolen at most ${formatPercent(stolenMax)}; ` +
    `disks at most ${formatBytes(disk)}/s; TCP sockets at most ${formatWhole(sockets)}, ` +
    `${formatWhole(waiting)} in TIME_WAIT`
  );
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function largest(values: readonly (number | null)[]): number | null {
  const found = known(values);
  return found.length === 0 ? null : Math.max(...found);
}

function median(values: readonly (number | null)[]): number | null {
  const figure = medianOf(known(values), '');
  return 'value' in figure ? figure.value : null;
}

function wholePercent(share: number | null): string {
  return share === null ? ABSENT : String(Math.round(share * 100));
}
