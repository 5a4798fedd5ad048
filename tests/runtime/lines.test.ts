import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineSplitter } from '../../src/runtime/lines.ts';

function split(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => {
    lines.push(line);
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** Cuts bytes at the given places, wherever characters begin. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  borders.sort((a, b) => a - b);
  return borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
}

describe('LineSplitter', () => {
  it('gives back every line, wherever the stream was cut', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\r\n\uFEFF]/g, '·'));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), (lines, places) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        expect(split(cut(bytes, places))).toEqual(
          lines.map((text) => Buffer.from(text).toString()),
        );
      }),
    );
  });

  it('keeps a multi-byte character whole when a chunk ends inside it', () => {
    const bytes = Buffer.from('價格 😀\n');
    expect(split([...bytes].map((byte) => Buffer.from([byte])))).toEqual(['價格 😀']);
  });

  it('gives a line of 40,000 bytes as one', () => {
    const text = 'x'.repeat(40_000);
    expect(split(cut(Buffer.from(`${text}\n`), [16_384, 32_768]))).toEqual([text]);
  });

  it('gives a last line without a line end, and takes \\r\\n as one', () => {
    expect(split([Buffer.from('a\r\nb')])).toEqual(['a', 'b']);
  });

  it('gives blank lines, and nothing for nothing', () => {
    expect(split([Buffer.from('\n\na\n')])).toEqual(['', '', 'a']);
    expect(split([])).toEqual([]);
  });

  it('leaves out a byte order mark at the beginning, and only there', () => {
    const mark = Buffer.from('\uFEFF');
    const bytes = Buffer.concat([mark, Buffer.from('one\n'), mark, Buffer.from('two\n')]);
    for (const place of [0, 1, 2, 3, 4])
      expect(split(cut(bytes, [place]))).toEqual(['one', '\uFEFFtwo']);
  });

  it('cuts a line that never ends, so that memory stays bounded', () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    const lines = split(Array.from({ length: 20 }, () => chunk));
    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(17 * 1024 * 1024);
  });
});
