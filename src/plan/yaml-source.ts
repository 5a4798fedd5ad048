/** Reads a YAML file against a schema; every fault is one sentence with file, line and column. */
import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { errorText, UserError } from '../host/user-error.ts';

type Path = readonly (string | number)[];

/** The offset of the node at `path`, or of its nearest existing parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function describe(issue: z.core.$ZodIssue): { path: Path; text: string } {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return { path: [...path, key], text: `unknown key "${key}"` };
  }
  const name = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  return { path, text: `${name}: ${issue.message}` };
}

/** Throws a UserError when the file cannot be read, is not YAML, or does not fit the schema. */
export function readYaml<T>(file: string, shownAs: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${shownAs}: cannot be read: ${errorText(error)}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
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
  const { path, text: what } = describe(issue);
  throw new UserError(`${at(offsetOf(document, path))}: ${what}`);
}

function toPlain(document: Document.Parsed, at: (offset: number) => string): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw new UserError(`${at(0)}: not valid YAML: ${errorText(error)}`);
  }
}
