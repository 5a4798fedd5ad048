import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatLine, parseLine } from '../../src/journal/line-format.ts';

const values = fc.jsonValue({ stringUnit: 'binary' });
const numbers = fc.integer({ min: 1, max: 1e9 });

describe('a journal line', () => {
  test('is one line of JSON with its number and the bytes of its entry', () => {
    const line = formatLine(7, { type: 'notice', message: 'größer\n' });
    expect(line).toBe('{"seq":7,"bytes":40,"entry":{"type":"notice","message":"größer\\n"}}\n');
    expect(JSON.parse(line)).toEqual({
      seq: 7,
      bytes: 40,
      entry: { type: 'notice', message: 'größer\n' },
    });
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(numbers, values, (seq, entry) => {
        const line = formatLine(seq, entry);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const same: unknown = JSON.parse(JSON.stringify(entry));
        expect(parseLine(Buffer.from(line.slice(0, -1)))).toEqual({ ok: true, seq, entry: same });
      }),
    );
  });

  test('that was cut anywhere is refused', () => {
    fc.assert(
      fc.property(numbers, values, fc.nat(), (seq, entry, where) => {
        const line = formatLine(seq, entry).slice(0, -1);
        expect(parseLine(Buffer.from(line.slice(0, where % line.length))).ok).toBe(false);
      }),
    );
  });

  test.each([
    ['{"seq":1,"bytes":2,"entry":{', 'it is not a journal line'],
    ['{"bytes":2,"seq":1,"entry":{}}', 'it is not a journal line'],
    ['{"seq":-1,"bytes":2,"entry":{}}', 'it is not a journal line'],
    ['{"type":"notice"}', 'it is not a journal line'],
    ['', 'it is not a journal line'],
    ['{"seq":1,"bytes":3,"entry":{}}', 'its entry has 2 bytes instead of 3'],
    ['{"seq":1,"bytes":2,"entry":{]}', 'its entry is not valid JSON'],
    ['{"seq":1,"bytes":3,"entry":NaN}', 'its entry is not valid JSON'],
  ])('%j is refused', (line, reason) => {
    expect(parseLine(Buffer.from(line))).toEqual({ ok: false, reason });
  });

  test('into which another was glued is refused', () => {
    const two = `${formatLine(1, 'a').trim()}${formatLine(2, 'b').trim()}`;
    expect(parseLine(Buffer.from(two))).toEqual({
      ok: false,
      reason: expect.stringMatching(/^its entry has \d+ bytes instead of 3$/),
    });
  });

  test('of any text is an entry or a reason', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string().map((text) => `{"seq":1,"bytes":2,"entry":${text}}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseLine(Buffer.from(text));
        return parsed.ok ? Number.isSafeInteger(parsed.seq) : parsed.reason !== '';
      }),
    );
  });
});
