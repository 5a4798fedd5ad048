/** Lines of random bytes from a seed, the same in a test and in the program that prints them. */

export interface RandomLines {
  readonly seed: number;
  readonly count: number;
  /** Each line begins with it; its bytes count. */
  readonly prefix: string;
  readonly min_bytes: number;
  readonly max_bytes: number;
}

/**
 * Each line with `line_end` behind it, in pieces whose borders lie anywhere, also within a character.
 * Its text becomes part of a program: it may use nothing from outside of itself.
 */
export function randomPieces(lines: RandomLines, line_end: string, max_piece_bytes: number) {
  // Between them: characters of 1 to 4 bytes, what JSON escapes, and what Docker's frame headers look like.
  const characters = ['x', ' ', '"', '\\', '{', '\u0000', '\u0001', '\u0002', 'é', '價', '😀'];
  let state = lines.seed;
  // mulberry32
  const random = (from: number, to: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) % (to - from + 1));
  };
  const line = (): string => {
    let text = lines.prefix;
    let missing_bytes = random(lines.min_bytes, lines.max_bytes) - Buffer.byteLength(text);
    while (missing_bytes > 0) {
      const character = characters[random(0, characters.length - 1)] ?? 'x';
      const bytes = Buffer.byteLength(character);
      const times = Math.min(random(1, 40), Math.floor(missing_bytes / bytes));
      text += character.repeat(times);
      missing_bytes -= times * bytes;
    }
    return text;
  };
  const all = Array.from({ length: lines.count }, line);
  const bytes = Buffer.from(all.map((text) => text + line_end).join(''));
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + random(1, max_piece_bytes));
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return { lines: all, pieces };
}
