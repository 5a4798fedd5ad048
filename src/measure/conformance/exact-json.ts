/** JSON without loss: an integer literal becomes a BigInt, so 64-bit times keep their last digit. */
import { parse } from 'lossless-json';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws on invalid UTF-8, malformed JSON and duplicate keys. */
export function parseExactJson(bytes: Uint8Array): unknown {
  return parse(utf8.decode(bytes), null, (literal) =>
    /^-?\d+$/.test(literal) ? BigInt(literal) : Number(literal),
  );
}
