/** Draws with Observable Plot and writes the drawing as SVG that a page can hold many of. */
import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { compactPath } from './compact-path.ts';
import { escaped, Markup, markup } from './markup.ts';

/** A mark, as the functions of Plot make them. */
export type Mark = Plot.Markish;

export interface Drawing {
  /** In pixels of a narrow screen; a wider one scales it up. */
  readonly width: number;
  readonly height: number;
  readonly margins: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  readonly x: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
  readonly marks: readonly Mark[];
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

/** What this module needs of a document's nodes. */
interface Node {
  readonly nodeType: number;
  readonly textContent: string | null;
}
interface Element extends Node {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<Node>;
}

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;

/** The drawing as a whole has its label; the page's style has the rest. */
const LEFT_OUT = /^(?:aria-.*|font-family|font-variant)$/;
/** Plot only makes its elements with it. */
const DOCUMENT: unknown = new DOMParser().parseFromString('<html></html>', 'text/html');

const NUMBER = /-?\d+\.\d+/g;

export function draw({ width, height, margins, x, y, marks, label }: Drawing): Markup {
  const drawn: unknown = Plot.plot({
    document: DOCUMENT,
    width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    x: { axis: null, ...x },
    y: { axis: null, ...y },
    marks: [...marks],
  });
  if (!isElement(drawn) || drawn.localName !== 'svg') throw new Error('Plot drew no SVG');
  const content = contentOf(drawn);
  return markup`<svg class="plot" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" style="--w:${width}">${content}</svg>`;
}

function contentOf({ childNodes }: Element): Markup {
  return Markup.trusted([...childNodes].map(serialised).join(''));
}

function serialised(node: Node): string {
  if (node.nodeType === TEXT_NODE) return escaped(node.textContent ?? '');
  if (!isElement(node) || node.localName === 'style') return '';
  const attributes = [...node.attributes]
    .filter(({ name }) => !LEFT_OUT.test(name))
    .map(({ name, value }) => ` ${name}="${escaped(compact(name, value))}"`);
  const tag = `${node.localName}${attributes.join('')}`;
  const content = contentOf(node).text;
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${node.localName}>`;
}

function compact(name: string, value: string): string {
  const short = value.replaceAll(NUMBER, shortened);
  return name === 'd' ? compactPath(short) : short;
}

/** A tenth of a pixel is more than anybody sees. */
function shortened(number: string): string {
  return String(Number(Number(number).toFixed(1)));
}

function isElement(node: unknown): node is Element {
  return (
    typeof node === 'object' &&
    node !== null &&
    'nodeType' in node &&
    node.nodeType === ELEMENT_NODE
  );
}
