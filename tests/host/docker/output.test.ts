import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameSplitter } from '../../../src/host/docker/frames.ts';
import { splitOutput } from '../../../src/host/docker/output.ts';
import { LineSplitter } from '../../../src/runtime/lines.ts';

interface Frame {
  readonly stream: 0 | 1 | 2 | 3;
  readonly content: Buffer;
}

function encode({ stream, content }: Frame): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** The bytes in pieces that end at `borders`. */
function cut(bytes: Buffer, borders: readonly number[]): Buffer[] {
  const ends = [...borders, bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function gather() {
  const got = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  return {
    sinks: {
      stdout: (chunk: Buffer) => got.stdout.push(chunk),
      stderr: (chunk: Buffer) => got.stderr.push(chunk),
    },
    text: () => ({
      stdout: Buffer.concat(got.stdout).toString('latin1'),
      stderr: Buffer.concat(got.stderr).toString('latin1'),
    }),
  };
}

function expected(frames: readonly Frame[]) {
  const of = (...streams: number[]): string =>
    Buffer.concat(
      frames.filter(({ stream }) => streams.includes(stream)).map(({ content }) => content),
    ).toString('latin1');
  return { stdout: of(0, 1), stderr: of(2, 3) };
}

const frames = fc.array(
  fc.record({
    stream: fc.constantFrom<Frame['stream'][]>(0, 1, 2, 3),
    content: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 12 },
);
const borders = fc.array(fc.nat({ max: 600 }), { maxLength: 30 });

async function send(source: PassThrough, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    source.write(piece);
    await nextTurn();
  }
}

describe('the output of a container without a terminal', () => {
  test('is taken apart, wherever its chunks end', () => {
    fc.assert(
      fc.property(frames, borders, (all, where) => {
        const { sinks, text } = gather();
        const splitter = new FrameSplitter(sinks);
        for (const piece of cut(Buffer.concat(all.map(encode)), where)) splitter.push(piece);
        expect(text()).toEqual(expected(all));
      }),
    );
  });

  test('is taken apart when each chunk is one byte', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const { sinks, text } = gather();
        const splitter = new FrameSplitter(sinks);
        for (const byte of Buffer.concat(all.map(encode))) splitter.push(Buffer.of(byte));
        expect(text()).toEqual(expected(all));
      }),
    );
  });

  test('may come as very many small frames in one chunk', () => {
    const { sinks, text } = gather();
    const letter = encode({ stream: 1, content: Buffer.from('x') });
    new FrameSplitter(sinks).push(Buffer.concat(Array<Buffer>(100_000).fill(letter)));
    expect(text()).toEqual({ stdout: 'x'.repeat(100_000), stderr: '' });
  });

  test('ends when its source ends, after the last byte', async () => {
    const source = new PassThrough();
    const { sinks, text } = gather();
    const ended = splitOutput(source, sinks, 'framed');
    source.write(encode({ stream: 2, content: Buffer.from('late') }));
    source.end(encode({ stream: 1, content: Buffer.from('last') }));
    await ended;
    expect(text()).toEqual({ stdout: 'last', stderr: 'late' });
  });

  test.each([
    ['breaks', new Error('ECONNRESET')],
    ['is closed', undefined],
  ])('ends when the connection %s, with what came until then', async (_, error) => {
    const source = new PassThrough();
    const { sinks, text } = gather();
    const ended = splitOutput(source, sinks, 'framed');
    const whole = encode({ stream: 1, content: Buffer.from('whole') });
    const half = encode({ stream: 1, content: Buffer.from('half, then nothing') });
    await send(source, [whole, half.subarray(0, 12)]);
    source.destroy(error);
    await ended;
    expect(text()).toEqual({ stdout: 'wholehalf', stderr: '' });
  });
});

describe('long events with characters of several bytes', () => {
  const BYTES = 40_000;
  /** Mostly characters of two bytes, so that frames of an even length cut some and spare others. */
  const EVENTS = ['ä', '€', '𝄞'].map((character) => {
    const text = (padding: string): string => JSON.stringify({ character, padding });
    const missing_bytes = BYTES - Buffer.byteLength(text(''));
    return text('x'.repeat(missing_bytes % 2) + 'ü'.repeat(Math.floor(missing_bytes / 2)));
  });

  function frameBytes(limit: number): Buffer {
    const bytes = Buffer.from(EVENTS.map((event) => `${event}\n`).join(''));
    const noise = encode({ stream: 2, content: Buffer.from('{"noise":"é"}\n') });
    const pieces: Buffer[] = [];
    for (let start = 0; start < bytes.length; start += limit)
      pieces.push(encode({ stream: 1, content: bytes.subarray(start, start + limit) }), noise);
    return Buffer.concat(pieces);
  }

  test('are of the length meant', () => {
    expect(EVENTS.map((event) => Buffer.byteLength(event))).toEqual([BYTES, BYTES, BYTES]);
  });

  // 16,384 bytes are what engines cut the lines of their logs at; 32,768 what they read at a time.
  test.each([7, 1000, 16_384, 32_768])('arrive whole from frames of %i bytes', async (limit) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 150_000 }), { maxLength: 20 }), async (where) => {
        const lines: string[] = [];
        const splitter = new LineSplitter((line) => lines.push(line));
        const source = new PassThrough();
        const ended = splitOutput(
          source,
          {
            stdout: (chunk) => {
              splitter.push(chunk);
            },
            stderr: () => undefined,
          },
          'framed',
        );
        for (const piece of cut(frameBytes(limit), where)) source.write(piece);
        source.end();
        await ended;
        expect(lines).toEqual(EVENTS);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the output of a container with a terminal', () => {
  test('is one stream, of which no byte is taken for a header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), borders, async (bytes, where) => {
        const source = new PassThrough();
        const { sinks, text } = gather();
        const ended = splitOutput(source, sinks, 'terminal');
        for (const piece of cut(Buffer.from(bytes), where)) source.write(piece);
        source.end();
        await ended;
        expect(text()).toEqual({ stdout: Buffer.from(bytes).toString('latin1'), stderr: '' });
      }),
    );
  });

  test('ends when the connection breaks', async () => {
    const source = new PassThrough();
    const { sinks, text } = gather();
    const ended = splitOutput(source, sinks, 'terminal');
    await send(source, [Buffer.from('before')]);
    source.destroy(new Error('ECONNRESET'));
    await ended;
    expect(text()).toEqual({ stdout: 'before', stderr: '' });
  });
});
