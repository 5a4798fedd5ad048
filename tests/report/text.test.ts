import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { padEnd, padStart, shorten, wrap, wrapHanging } from '../../src/report/text.ts';

describe('padding counts columns, not characters', () => {
  test.each([
    ['abc', 'abc  ', '  abc'],
    ['中文', '中文 ', ' 中文'],
    ['too long', 'too long', 'too long'],
  ])('%s', (text, left, right) => {
    expect(padEnd(text, 5)).toBe(left);
    expect(padStart(text, 5)).toBe(right);
  });
});

describe('shortening', () => {
  test('keeps both ends, since variants differ at the end', () => {
    expect(shorten('python-fastapi-uvloop', 12)).toBe('python…vloop');
    expect(shorten('short', 12)).toBe('short');
  });

  test('never cuts a wide letter or an emoji in two', () => {
    expect(shorten('伺服器端效能', 8)).toBe('伺服…能');
    expect(stringWidth(shorten('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 5))).toBeLessThanOrEqual(5);
  });
});

describe('wrapping', () => {
  test('breaks at spaces and indents', () => {
    expect(wrap('one two three four', 10, '  ')).toEqual(['  one two', '  three', '  four']);
  });

  test('cuts words that are longer than the line', () => {
    expect(wrap('/a/very/long/path', 6)).toEqual(['/a/ver', 'y/long', '/path']);
    expect(wrap('效能分析', 5)).toEqual(['效能', '分析']);
  });

  test('line ends and escape codes of a service do not break the layout', () => {
    expect(wrap('first\nsecond\r\n\u001B[31mred', 40)).toEqual(['first second [31mred']);
  });

  test('a unit stays with its number', () => {
    expect(wrap('it was 99 % busy', 10)).toEqual(['it was', '99 % busy']);
    expect(wrap('it took 37.9 µs, or so', 12)).toEqual(['it took', '37.9 µs, or', 'so']);
    expect(wrap('it wrote 100 kB/s', 13)).toEqual(['it wrote', '100 kB/s']);
    expect(wrap('it met 3 servers', 8)).toEqual(['it met 3', 'servers']);
  });

  test('lets the first line of an entry hang out', () => {
    expect(wrapHanging('one two three four', 10, ' ')).toEqual([' one two', '   three', '   four']);
    expect(wrapHanging('one two three', 14, ' ')).toEqual([' one two three']);
    expect(wrapHanging('', 11)).toEqual([]);
  });

  test('nothing gives no line', () => {
    expect(wrap('', 10)).toEqual([]);
  });
});

test('no text is ever wider than asked for', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (any, width) => {
      expect(stringWidth(shorten(any, width))).toBeLessThanOrEqual(width);
      for (const line of [...wrap(any, width), ...wrapHanging(any, width)])
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});
