/** What a request costs in CPU time, and what a pair costs in memory: client and server stacked. */
import * as Plot from '@observablehq/plot';
import type { Cell, RunResult } from '../../analyse/result.ts';
import { formatBytes, formatNs } from '../format.ts';
import { LIMIT_WORD, STATUS_WORD } from '../palette.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { ns, sumOf } from './heat-metrics.ts';
import { type Markup, markup } from './markup.ts';
import { drawRows, type Row, rowY } from './row-drawing.ts';
import type { Mark } from './svg.ts';
import { number, table, text } from './table.ts';
import { linearTicks } from './ticks.ts';
import { pairTitle } from './words.ts';

type Side = 'client' | 'server';

interface Cost {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly of: (cell: Cell, side: Side) => number | null;
  readonly format: (value: number | null) => string;
}

const COSTS: readonly Cost[] = [
  {
    id: 'cost-cpu',
    title: 'CPU time of a request: the shorter the bar, the cheaper the pair',
    caption:
      'Median of the rounds, each side with all its processes, at the load of the matrix. It is ' +
      'steadier than throughput on a noisy machine, and tells the sides of a pair apart.',
    of: ({ cpu_us_per_request: us }, side) => ns(us[side]),
    format: formatNs,
  },
  {
    id: 'cost-memory',
    title: 'Memory at its peak: the shorter the bar, the smaller the pair',
    caption: 'The most that all processes of a side had resident in any round.',
    of: ({ rss_bytes: rss }, side) => rss[`${side}_peak`],
    format: formatBytes,
  },
];

interface Bar {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

const HALF_HEIGHT = 5;
const MOST_TICKS = 5;

export function costSection({ cells }: RunResult): Section {
  const figures = COSTS.map((cost) => costFigure(cells, cost));
  return {
    ...{ id: 'cost', title: 'What a request costs', short: 'Cost', width: 'full' },
    content: markup`<div class="grid">${figures}</div>
`,
  };
}

function costFigure(cells: readonly Cell[], cost: Cost): Markup {
  const { id, title, caption, of, format } = cost;
  const sorted = cells.toSorted((one, other) => totalOf(one, cost) - totalOf(other, cost));
  return figure({
    ...{ id, title, caption, layout: 'wide', drawings: [drawing(sorted, cost)] },
    legend: legendOf([
      { sign: swatch('client'), word: LIMIT_WORD.client },
      { sign: swatch('server'), word: LIMIT_WORD.server },
    ]),
    table: table(
      title,
      [text('pair'), text('status'), ...['client', 'server', 'both'].map(number)],
      sorted.map((cell) => {
        const [client, server] = [of(cell, 'client'), of(cell, 'server')];
        const figures = [client, server, sumOf(client, server)].map(format);
        return [pairTitle(cell), STATUS_WORD[cell.status], ...figures];
      }),
    ),
  });
}

function totalOf(cell: Cell, { of }: Cost): number {
  const total = sumOf(of(cell, 'client'), of(cell, 'server'));
  return cell.status === 'valid' && total !== null ? total : Number.MAX_VALUE;
}

function drawing(sorted: readonly Cell[], { title, of, format }: Cost): Markup {
  const rows = sorted.map((cell): Row => ({
    name: pairTitle(cell),
    value:
      cell.status === 'valid'
        ? `${format(of(cell, 'client'))} + ${format(of(cell, 'server'))}`
        : STATUS_WORD[cell.status],
  }));
  const known = sorted.flatMap((cell, index) => {
    const [client, server] = [of(cell, 'client'), of(cell, 'server')];
    return cell.status !== 'valid' || client === null || server === null
      ? []
      : [{ index, client, server }];
  });
  const clients = known.map(({ index, client }): Bar => ({ index, from: 0, to: client }));
  const servers = known.map(({ index, client, server }): Bar => ({
    ...{ index, from: client },
    to: client + server,
  }));
  const most = servers.reduce((greatest, { to }) => Math.max(greatest, to), 1);
  const axis = {
    ...({ type: 'linear', domain: [0, most], line: null } as const),
    ticks: linearTicks(0, most, MOST_TICKS),
    format: (value: number) => (value === 0 ? '0' : format(value)),
  };
  return drawRows(rows, axis, [bars(clients, 'client'), bars(servers, 'server')], title);
}

function bars(all: readonly Bar[], side: Side): Mark {
  return Plot.rect(all, {
    x1: ({ from }: Bar) => from,
    x2: ({ to }: Bar) => to,
    y1: ({ index }: Bar) => rowY(index) - HALF_HEIGHT,
    y2: ({ index }: Bar) => rowY(index) + HALF_HEIGHT,
    fill: `var(--${side})`,
    stroke: 'var(--card)',
    strokeWidth: 1,
  });
}

function swatch(side: Side): Markup {
  return markup`<span class="swatch" style="background:var(--${side})"></span>`;
}
