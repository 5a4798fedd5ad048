/** The live matrix as lines of text: throughput of each pair, with a bar for each round. */
import stringWidth from 'string-width';
import type { Grid, GridCell } from './grid.ts';

/** In columns and lines. */
export interface Room {
  readonly columns: number;
  readonly lines: number;
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GAP = 1;
const MOST_BARS = 8;
/** `99.9k`. */
const VALUE_WIDTH = 5;
const LONGEST_SERVER = 20;
const NOW = '▶';

/** None where there is not enough room: a cut matrix tells nothing. */
export function gridLines(grid: Grid, { columns, lines }: Room): string[] {
  const { servers, clients } = grid;
  if (servers.length === 0 || servers.length + 1 > lines) return [];
  const first = Math.min(LONGEST_SERVER, Math.max(...servers.map((name) => stringWidth(name))));
  const widest = 1 + VALUE_WIDTH + 1 + MOST_BARS;
  const width = Math.min(widest, Math.floor((columns - 1 - first) / clients.length) - GAP);
  if (width < 1 + VALUE_WIDTH) return [];
  const line = (name: string, texts: readonly string[]): string =>
    [fit(name, first), ...texts.map((text) => ' '.repeat(GAP) + fit(text, width))]
      .join('')
      .trimEnd();
  return [
    line(
      '',
      clients.map((client) => ` ${client}`),
    ),
    ...servers.map((server) =>
      line(
        server,
        clients.map((client) => cellText(grid.cell(server, client), width)),
      ),
    ),
  ];
}

/** The first column is that of the sign for what runs now. */
function cellText(cell: GridCell | null, width: number): string {
  if (cell === null) return '';
  const { state, rps } = cell;
  const value = rps.length === 0 ? '' : measuredText(rps, width - 1);
  switch (state) {
    case 'planned':
      return ' ·';
    case 'skipped':
      return ' – skipped';
    case 'failed':
      return ' ✗ failed';
    case 'running':
      return `${NOW}${value}`;
    case 'measured':
      return ` ${value}`;
  }
}

/** The median, which one bad round does not move. */
function measuredText(rps: readonly number[], width: number): string {
  const sorted = [...rps].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${shortCount(middle).padEnd(VALUE_WIDTH)} ${sparkline(rps.slice(-Math.max(0, width - VALUE_WIDTH - 1)))}`;
}

/** From 0 up, so that rounds that hardly differ look so; the highest bar is the best round. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  return values
    .map((value) => {
      const step = most <= 0 ? 0 : Math.ceil((value / most) * BARS.length) - 1;
      return BARS[Math.max(0, step)] ?? '';
    })
    .join('');
}

/** `456`, `12.3k`, `1.23M`: at most five columns. */
export function shortCount(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const [size, unit] = rounded >= 1e6 ? [1e6, 'M'] : rounded >= 1000 ? [1000, 'k'] : [1, ''];
  const scaled = rounded / size;
  return `${scaled >= 100 || unit === '' ? Math.round(scaled) : scaled.toPrecision(3)}${unit}`;
}

/** Cut at its end where it is too long. */
function fit(text: string, width: number): string {
  let shown = text;
  while (stringWidth(shown) > width) shown = `${shown.slice(0, -2).trimEnd()}…`;
  return shown + ' '.repeat(width - stringWidth(shown));
}
