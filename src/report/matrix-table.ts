/** The matrix, servers down and clients across; several tables where the clients do not fit side by side. */
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import type { Cell, RunResult } from '../analyse/result.ts';
import type { Detail } from './detail.ts';
import { ABSENT } from './format.ts';
import { matrixLegend } from './matrix-legend.ts';
import { type MatrixRow, matrixRows } from './matrix-rows.ts';
import { paintLimit, paintStatus, STATUS_WORD } from './palette.ts';
import { padEnd, padStart, shorten } from './text.ts';

const CLIENT_WIDTH = { min: 11, max: 16 };
const GAP = '  ';

/** Grey is what the user did not ask for: the reference services. */
interface Head {
  readonly name: string;
  readonly isGrey: boolean;
}

interface Layout {
  readonly width: number;
  readonly labelWidth: number;
  readonly clientWidth: number;
  readonly detail: Detail;
  readonly palette: ChalkInstance;
}

export function renderMatrix(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const clients = headsOf(result, 'client');
  const widestClient = widest(clients.map(({ name }) => name));
  const layout: Layout = {
    width,
    labelWidth: GAP.length + widest(matrixRows(result.cells, detail).map(({ label }) => label)),
    clientWidth: Math.min(Math.max(widestClient, CLIENT_WIDTH.min), CLIENT_WIDTH.max),
    detail,
    palette,
  };
  const room = width - layout.labelWidth;
  const fitting = Math.max(1, Math.floor(room / (GAP.length + layout.clientWidth)));
  const tables = chunks(clients, fitting).map((group) => renderTable(result, group, layout));
  return [
    ...tables.flatMap((table) => [...table, '']),
    ...matrixLegend(result, width).map((line) => palette.dim(line)),
  ];
}

/** The chosen services, then the reference of the same side. */
function headsOf({ cells, ceilings }: RunResult, side: 'server' | 'client'): Head[] {
  const chosen = unique(cells.map((cell) => cell[side]));
  const others = unique(ceilings.map((cell) => cell[side])).filter(
    (name) => !chosen.includes(name),
  );
  return [
    ...chosen.map((name) => ({ name, isGrey: false })),
    ...others.map((name) => ({ name, isGrey: true })),
  ];
}

function renderTable(result: RunResult, clients: readonly Head[], layout: Layout): string[] {
  const { width, labelWidth, clientWidth, palette } = layout;
  const name = ({ isGrey }: Head, text: string): string =>
    isGrey ? palette.dim(text) : palette.bold(text);
  const heads = clients.map((client) => name(client, column(client.name, clientWidth)));
  return [
    ' '.repeat(labelWidth) + heads.join(''),
    ...headsOf(result, 'server').flatMap((server) => [
      name(server, shorten(server.name, width)),
      ...linesOf(result, server, clients, layout),
    ]),
  ];
}

/** One for each figure of a server's cells. */
function linesOf(
  { cells, ceilings }: RunResult,
  server: Head,
  clients: readonly Head[],
  { labelWidth, clientWidth, detail, palette }: Layout,
): string[] {
  const at = (all: readonly Cell[], client: Head): Cell | undefined =>
    all.find((cell) => cell.server === server.name && cell.client === client.name);
  const places = clients.map((client) => {
    const chosen = at(cells, client);
    return { cell: chosen ?? at(ceilings, client), isGrey: chosen === undefined };
  });
  const rows = matrixRows(
    places.flatMap(({ cell }) => cell ?? []),
    detail,
  );
  return rows.map((row, index) => {
    const columns = places.map(({ cell, isGrey }) => {
      if (cell === undefined) return column('', clientWidth);
      if (cell.status !== 'valid') {
        const text = index === 0 ? STATUS_WORD[cell.status] : row.kind === 'mark' ? '' : ABSENT;
        return paintStatus(palette, cell.status, column(text, clientWidth));
      }
      const text = column(row.text(cell), clientWidth);
      return isGrey ? palette.dim(text) : painted(palette, row, cell, text);
    });
    return (palette.dim(padEnd(GAP + row.label, labelWidth)) + columns.join('')).trimEnd();
  });
}

function painted(palette: ChalkInstance, row: MatrixRow, cell: Cell, text: string): string {
  return row.kind === 'limit' ? paintLimit(palette, cell.bottleneck.verdict, text) : text;
}

function column(text: string, width: number): string {
  return GAP + padStart(shorten(text, width), width);
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
