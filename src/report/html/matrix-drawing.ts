/** A matrix as a drawing: clients across, servers down, a box of a few lines for each pair. */
import * as Plot from '@observablehq/plot';
import { shorten } from '../text.ts';
import type { Markup } from './markup.ts';
import { draw } from './svg.ts';

export interface Box {
  readonly server: string;
  readonly client: string;
  /** CSS colours of the box and of what is written on it; null: there is no value, a hole. */
  readonly colours: { readonly fill: string; readonly ink: string } | null;
  /** The first one is large. */
  readonly lines: readonly string[];
  /** All that is to say of it. */
  readonly title: string;
}

const BOX_WIDTH = { least: 118, of_all: 354 };
/** More clients than that make it too wide to stand beside another one. */
const MOST_IN_HALF = 4;
const LABEL_HEIGHT = 20;
const BOX_HEIGHT = 70;
const ROW_HEIGHT = LABEL_HEIGHT + BOX_HEIGHT + 2;
const HEAD_HEIGHT = 20;
const MOST_TITLED = 36;
/** Of a bold letter, rather too much than too little. */
const LETTER_WIDTH = 8;
/** Sizes of letters; the width of a bold one as a share of its size, rather too much. */
const [LARGE, SMALL] = [15, 10.5];
const WIDTH_OF_BOLD = 0.64;
const BORDERS = 8;
/** Heights of the lines in a box, from its top. */
const LINES = [18, 36, 48, 60] as const;

export function matrixWidth(boxes: readonly { readonly client: string }[]): 'half' | 'full' {
  const clients = new Set(boxes.map(({ client }) => client));
  return clients.size <= MOST_IN_HALF ? 'half' : 'full';
}

export function drawMatrix(boxes: readonly Box[], label: string): Markup {
  const servers = [...new Set(boxes.map(({ server }) => server))];
  const clients = [...new Set(boxes.map(({ client }) => client))];
  const boxWidth = Math.max(BOX_WIDTH.least, BOX_WIDTH.of_all / clients.length);
  const [width, height] = [clients.length * boxWidth, servers.length * ROW_HEIGHT];
  const placed = boxes.map((box) => ({
    ...box,
    left: clients.indexOf(box.client) * boxWidth,
    boxWidth,
    top: servers.indexOf(box.server) * ROW_HEIGHT + LABEL_HEIGHT,
  }));
  return draw({
    width,
    height: height + HEAD_HEIGHT,
    margins: { top: HEAD_HEIGHT, right: 0, bottom: 0, left: 0 },
    x: { type: 'linear', domain: [0, width] },
    y: { type: 'linear', domain: [0, height], reverse: true },
    label,
    marks: [
      Plot.text(clients, {
        x: (_, index: number) => (index + 0.5) * boxWidth,
        y: () => 0,
        dy: -8,
        text: (name: string) => shorten(name, Math.floor(boxWidth / LETTER_WIDTH)),
        fontSize: 11.5,
        fontWeight: 600,
      }),
      Plot.text(servers, {
        x: () => 4,
        y: (_, index: number) => index * ROW_HEIGHT + LABEL_HEIGHT - 7,
        text: (name: string) => shorten(name, Math.floor(width / LETTER_WIDTH)),
        textAnchor: 'start',
        fontSize: 11.5,
        fontWeight: 600,
      }),
      ...rectangles(placed),
      ...LINES.map((dy, line) => textLine(placed, line, dy)),
    ],
  });
}

type Placed = Box & { readonly left: number; readonly top: number; readonly boxWidth: number };

function rectangles(placed: readonly Placed[]): Plot.Markish[] {
  const common = {
    x1: ({ left }: Placed) => left,
    x2: ({ left, boxWidth }: Placed) => left + boxWidth,
    y1: ({ top }: Placed) => top,
    y2: ({ top }: Placed) => top + BOX_HEIGHT,
    // Of many the table tells as much.
    ...(placed.length > MOST_TITLED ? {} : { title: ({ title }: Placed) => title }),
    inset: 2,
    rx: 5,
  };
  return [
    Plot.rect(
      placed.filter(({ colours }) => colours !== null),
      { ...common, fill: ({ colours }: Placed) => colours?.fill },
    ),
    Plot.rect(
      placed.filter(({ colours }) => colours === null),
      { ...common, fill: 'var(--hole)', stroke: 'var(--muted)', strokeDasharray: '4 3' },
    ),
  ];
}

/** As large as its box has room for. */
function sizeOfFirst({ lines, boxWidth }: Placed): number {
  const size = (boxWidth - BORDERS) / (WIDTH_OF_BOLD * Math.max(lines[0]?.length ?? 0, 1));
  return Math.max(SMALL, Math.min(LARGE, Math.floor(2 * size) / 2));
}

function textLine(placed: readonly Placed[], line: number, dy: number): Plot.Markish {
  return Plot.text(
    placed.filter(({ lines }) => (lines[line] ?? '') !== ''),
    {
      x: ({ left, boxWidth }: Placed) => left + boxWidth / 2,
      y: ({ top }: Placed) => top,
      dy,
      text: ({ lines }: Placed) => lines[line],
      fill: ({ colours }: Placed) => colours?.ink ?? 'var(--ink)',
      fontSize: line === 0 ? sizeOfFirst : SMALL,
      fontWeight: line === 0 ? 650 : 400,
    },
  );
}
