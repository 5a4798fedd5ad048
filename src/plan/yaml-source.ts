/** Reads a YAML file against a schema; every fault is one sentence with file, line and column. */
import { readFileSync, statSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { isNestedDeeper } from '../host/nesting.ts';
import { errorText, UserError } from '../host/user-error.ts';

type Path = readonly (string | number)[];

/** The parser compares each key with all others, and calls itself for each level: both must stay small. */
const MOST_BYTES = 65_536;
const LONGEST_LINE = 1000;
const DEEPEST = 100;

/** The offset of the node at `path`, or of its nearest existing parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** The offset of a key, which may have no value, in the mapping at `path`. */
function offsetOfKey(document: Document.Parsed, path: Path, key: string): number {
  const mapping = document.getIn(path, true);
  const keys = isMap(mapping) ? mapping.items.map((item) => item.key) : [];
  const found = keys.find((one) => isScalar(one) && String(one.value) === key);
  return isScalar(found) && found.range ? found.range[0] : offsetOf(document, path);
}

/** Where the fault is, and what it is. */
function describe(issue: z.core.$ZodIssue, document: Document.Parsed): [number, string] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return [offsetOfKey(document, path, key), `unknown key "${key}"`];
  }
  const name = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  return [offsetOf(document, path), `${name}: ${issue.message}`];
}

/** Throws a UserError when the file cannot be read, is not YAML, or does not fit the schema. */
export function readYaml<T>(file: string, shownAs: string, schema: z.ZodType<T>): T {
  return parseYaml(textOf(file, shownAs), shownAs, schema);
}

function textOf(file: string, shownAs: string): string {
  try {
    const stats = statSync(file);
    // A pipe or a device may have no end.
    if (!stats.isFile()) throw new Error('it is not a file');
    if (stats.size > MOST_BYTES) throw new Error(`it has over ${MOST_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${shownAs}: cannot be read: ${errorText(error)}`);
  }
}

function refuseOversized(text: string, shownAs: string): void {
  if (text.length > MOST_BYTES)
    throw new UserError(`${shownAs}:1:1: the file has over ${MOST_BYTES} characters`);
  const long = text.split('\n').findIndex((line) => line.length > LONGEST_LINE);
  if (long >= 0)
    throw new UserError(`${shownAs}:${long + 1}:1: the line has over ${LONGEST_LINE} characters`);
  if (isNestedDeeper(text, DEEPEST))
    throw new UserError(`${shownAs}:1:1: brackets are nested more than ${DEEPEST} deep`);
}

/** Throws a UserError when the text is not YAML, or does not fit the schema. */
export function parseYaml<T>(text: string, shownAs: string, schema: z.ZodType<T>): T {
  refuseOversized(text, shownAs);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error', // it would write its warnings to stderr
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shownAs}:${line}:${col}`;
  };
  const [syntax] = document.errors;
  if (syntax !== undefined)
    throw new UserError(`${at(syntax.pos[0])}: not valid YAML: ${syntax.message}`);
  const parsed = schema.safeParse(toPlain(document, at));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new UserError(`${shownAs}: does not fit the schema`);
  const [offset, what] = describe(issue, document);
  throw new UserError(`${at(offset)}: ${what}`);
}

function toPlain(document: Document.Parsed, at: (offset: number) => string): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw new UserError(`${at(0)}: not valid YAML: ${errorText(error)}`);
  }
}
