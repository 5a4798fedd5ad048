/** What a Markdown text has whatever language it is written in: commands, flags, links, numbers. */
import { lexer, type Token, type Tokens } from 'marked';

/** A heading and what stands below it, up to the next one. */
export interface Part {
  readonly depth: number;
  /** Blocks of commands and of output, without comments. */
  readonly blocks: readonly string[];
  /** Columns and rows of each table. */
  readonly tables: readonly (readonly [number, number])[];
  /** Entries of each list. */
  readonly lists: readonly number[];
  /** Words in code, addresses of links, and numbers in the text, sorted: languages differ in order. */
  readonly code: readonly string[];
  readonly links: readonly string[];
  readonly numbers: readonly string[];
}

const COMMENT = /\s+# .*$/gm;
const NUMBER = /\d+(?:[.,]\d+)*/g;

export function outlineOf(text: string): Part[] {
  return partsOf(text).map(({ depth, tokens }) => {
    const all = tokens.flatMap(withInner);
    const texts = all.flatMap((token) => (isPlain(token) ? token.raw : []));
    return {
      depth,
      blocks: all.flatMap((token) => (isBlock(token) ? token.text.replaceAll(COMMENT, '') : [])),
      tables: all.flatMap((token) => (isTable(token) ? [sizeOf(token)] : [])),
      lists: all.flatMap((token) => (isList(token) ? token.items.length : [])),
      code: all.flatMap((token) => (isSpan(token) ? token.text : [])).sort(),
      links: all.flatMap((token) => (isLink(token) ? token.href : [])).sort(),
      numbers: texts.flatMap((one) => one.match(NUMBER) ?? []).sort(),
    };
  });
}

/** As they stand, without what encloses them. */
export function headingsOf(text: string): string[] {
  return lexer(text).flatMap((token) => (isHeading(token) ? token.text : []));
}

/** Links and pictures. */
export function addressesOf(text: string): string[] {
  return lexer(text)
    .flatMap(withInner)
    .flatMap((token) => (isLink(token) || isImage(token) ? token.href : []));
}

function partsOf(text: string): { depth: number; tokens: Token[] }[] {
  const parts: { depth: number; tokens: Token[] }[] = [];
  for (const token of lexer(text))
    if (isHeading(token)) parts.push({ depth: token.depth, tokens: [] });
    else parts.at(-1)?.tokens.push(token);
  return parts;
}

function withInner(token: Token): Token[] {
  const inner: Token[] = isTable(token)
    ? [token.header, ...token.rows].flat().flatMap((cell) => cell.tokens)
    : isList(token)
      ? token.items
      : 'tokens' in token
        ? (token.tokens ?? [])
        : [];
  return [token, ...inner.flatMap(withInner)];
}

function sizeOf({ header, rows }: Tokens.Table): [number, number] {
  return [header.length, rows.length];
}

/** A text in a list holds others, which are looked at by themselves. */
function isPlain(token: Token): boolean {
  return token.type === 'text' && !('tokens' in token);
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}

function isBlock(token: Token): token is Tokens.Code {
  return token.type === 'code';
}

function isSpan(token: Token): token is Tokens.Codespan {
  return token.type === 'codespan';
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list';
}

function isLink(token: Token): token is Tokens.Link {
  return token.type === 'link';
}

function isImage(token: Token): token is Tokens.Image {
  return token.type === 'image';
}
