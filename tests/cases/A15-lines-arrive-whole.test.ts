import { describe, expect, it } from '@jest/globals';
import {
  caseFolder,
  cellOf,
  LIMIT_MS,
  roundReasons,
  storedResult,
  TOLD,
  toldRun,
} from './case-rig.ts';
import type { Told } from './case-rig.ts';
import { ADDED_LINE, EVENTS, withLine } from './told-events.ts';

/** White space between the parts of an event is no part of it. */
const intervalOf = (bytes: number): string =>
  `{"event":"interval","phase":"warmup",${' '.repeat(bytes)}"elapsed_ns":1,"completed":0,"errors":0}`;

/** Characters of two, three and four bytes, more than 16 KiB and more than 64 KiB of them. */
const longVersion = (bytes: number): string => 'é価😀'.repeat(bytes / 9);
const withVersion = (text: string): string => EVENTS.replace('"node":"20"', `"node":"${text}"`);

/** What is printed, and how. */
const WHOLE: [string, string, string[]][] = [
  ['one byte at a time', withVersion(longVersion(900)), ['--chunk', '1']],
  ['in pieces that cut characters', withVersion(longVersion(40_000)), ['--chunk', '16385']],
  ['a line of 40,000 bytes at once', withVersion(longVersion(40_000)), []],
  ['a line of 1 MB', withLine(intervalOf(1e6)), []],
  ['without an end of the last line', EVENTS.trimEnd(), ['--chunk', '4099']],
  ['with \\r\\n', EVENTS.replaceAll('\n', '\r\n'), ['--chunk', '7']],
  ['with blank lines', withLine('\n  \n\t'), []],
  ['behind a byte order mark', `\uFEFF${EVENTS}`, ['--chunk', '1']],
];

describe('events are read one by one, byte for byte', () => {
  it(
    WHOLE.map(([name]) => name).join('; '),
    async () => {
      const work = caseFolder();
      work.tell(...WHOLE.map(([, events, flags]): Told => [events, ...flags]));
      const { exitCode, stderr } = await work.run(...toldRun(WHOLE.length));
      expect(stderr).not.toContain('FAILED');
      expect(exitCode).toBe(0);
      const read = work.entries().flatMap((entry) => {
        if (entry.type !== 'cell-measured') return [];
        const { hello, result } = entry.window.client_run;
        return [[hello.versions.node, result.requests.window]];
      });
      expect(read).toEqual(WHOLE.map(([, events]) => [/"node":"(.*?)"/.exec(events)?.[1], 20]));
    },
    LIMIT_MS,
  );
});

/** What is printed, the number of the line, and what is said of it. */
const BROKEN: [string, string, number, string][] = [
  ['cut off', withLine('{"type":"win'), ADDED_LINE, 'is not valid JSON: {"type":"win'],
  ['two glued together', EVENTS.replace('}\n{', '}{'), 1, 'is not valid JSON: '],
  [
    'with a time stamp before it',
    withLine('2026-01-01T00:00:00Z {"event":"x"}'),
    ADDED_LINE,
    'is not valid JSON: 2026',
  ],
  ['of NUL bytes', withLine('\0\0'), ADDED_LINE, 'is not valid JSON: '],
  ['of 1 MB of rubbish', withLine('x'.repeat(1e6)), ADDED_LINE, 'is not valid JSON: xxx'],
  ['with NaN', withLine('{"mean":NaN}'), ADDED_LINE, 'is not valid JSON: {"mean":NaN}'],
  [
    'that comes twice',
    EVENTS.replace(/\{"event":"measuring"\}\n/, '$&$&'),
    4,
    '"measuring" cannot follow "measuring"',
  ],
  ['behind the result', `${EVENTS}trailing`, 7, 'is not valid JSON: trailing'],
  [
    'behind blank lines, which count',
    withLine('\n\n{"event":"none"}'),
    ADDED_LINE + 2,
    'does not fit the schema',
  ],
];

describe('a line that is no event is named by its number, and the cell is not silently short', () => {
  it(
    BROKEN.map(([name]) => name).join('; '),
    async () => {
      const work = caseFolder();
      work.tell(...BROKEN.map(([, events]): Told => [events]));
      expect((await work.run(...toldRun(BROKEN.length))).exitCode).toBe(4);
      expect(cellOf(storedResult(work), 'stub-server', TOLD).status).toBe('failed');
      const reasons = roundReasons(work, BROKEN.length);
      for (const [index, [name, , line, reason]] of BROKEN.entries()) {
        expect([name, reasons[index]]).toEqual([
          name,
          expect.stringContaining(`line ${line} of its output`),
        ]);
        expect(reasons[index]).toContain(reason);
        expect(reasons[index]?.length).toBeLessThan(1000);
      }
    },
    LIMIT_MS,
  );
});
