/** Large output in random pieces: every line of a client arrives as it was printed. */
import { expect, it } from '@jest/globals';
import { randomPieces } from '../random-lines.ts';
import type { Bench } from './bench.ts';

const SHORT = { seed: 1, count: 5000, min_bytes: 1, max_bytes: 3000 };
/** A container engine's log splits at 16 KiB, a pipe holds 64 KiB. */
const LONG = { seed: 2, count: 20, min_bytes: 40_000, max_bytes: 40_000 };

const SIZES = [
  { what: '5,000 lines of 1 to 3,000 bytes', size: SHORT },
  { what: '20 lines of 40,000 bytes', size: LONG },
] as const;

interface Form {
  /** Of each line. */
  readonly prefix: string;
  readonly line_end: '\n' | '\r\n';
  /** On stderr, after each piece. */
  readonly between: string;
}

export function deliversLines(bench: Bench, { prefix, line_end, between }: Form): void {
  const ends = JSON.stringify(line_end);
  it.each(SIZES)(`delivers $what and ${ends} in order and unchanged`, async ({ size }) => {
    const lines = { ...size, prefix };
    const max_piece_bytes = 6000;
    const delivered = await bench.linesOf(
      bench.launch([{ kind: 'print-lines', lines, line_end, max_piece_bytes, between }]),
    );
    const printed = randomPieces(lines, line_end, max_piece_bytes).lines;
    expect(delivered).toHaveLength(printed.length);
    // Compared one by one: a failure then shows one line, not megabytes.
    const wrong = printed.findIndex((line, i) => line !== delivered[i]);
    expect(delivered[wrong]).toBe(printed[wrong]);
  });
}
