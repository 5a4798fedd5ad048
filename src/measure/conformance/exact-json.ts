/** JSON without loss: an integer literal becomes a BigInt, so 64-bit times keep their last digit. */
import { parse } from 'lossless-json';
import { isNestedDeeper } from '../../host/nesting.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The parser calls itself for each level. */
const DEEPEST = 100;

/** Throws on invalid UTF-8, malformed JSON, duplicate keys, and what is nested more than 100 deep. */
export function parseExactJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  if (isNestedDeeper(text, DEEPEST)) throw new Error(`it is nested more than ${DEEPEST} deep`);
  return parse(text, null, (literal) =>
    /^-?\d+$/.test(literal) ? BigInt(literal) : Number(literal),
  );
}
