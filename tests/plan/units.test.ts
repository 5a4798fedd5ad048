import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseCount,
  parseDurationMs,
  parseLatencyNs,
  parseRatePerS,
  parseSizeBytes,
} from '../../src/plan/units.ts';

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['10', 10_000],
    ['1.5s', 1500],
    ['0.001', 1],
    ['3m', 180_000],
    ['0.5h', 1_800_000],
    [' 2s ', 2000],
    ['0s', 0],
    ['0.1s', 100],
  ])('%j has %d ms', (text, value) => {
    expect(parseDurationMs(text)).toEqual({ ok: true, value });
  });

  test.each([
    '',
    'ms',
    '847.00us',
    '10ns',
    '1,5s',
    '1.5ms',
    '1 s',
    '10S',
    '10M',
    '-1s',
    '+1s',
    '1e3s',
    '.5s',
    '5.s',
    '1s2m',
    'NaN',
    'Infinity',
    '0x10',
    '١s',
    '9'.repeat(20),
  ])('%j is refused, never guessed', (text) => {
    expect(parseDurationMs(text)).toEqual({
      ok: false,
      wanted: 'a duration such as 500ms, 10s or 3m',
    });
  });
});

describe('a count', () => {
  test.each([
    ['100', 100],
    ['10k', 10_000],
    ['1.2k', 1200],
    ['2M', 2_000_000],
    ['0.5k', 500],
    ['007', 7],
  ])('%j is %d', (text, value) => {
    expect(parseCount(text)).toEqual({ ok: true, value });
  });

  test.each(['', '1.5', '1,5', '1_000', '10K', '2m', '5 k', '-1', '1e3', '1.2345k', 'k', '1kk'])(
    '%j is refused',
    (text) => {
      expect(parseCount(text)).toEqual({
        ok: false,
        wanted: 'a whole number such as 100, 10k or 2M',
      });
    },
  );
});

describe('a rate', () => {
  test.each([
    ['500', 500],
    ['500/s', 500],
    ['10k/s', 10_000],
    ['30/m', 0.5],
    ['0.5', 0.5],
  ])('%j is %d a second', (text, value) => {
    expect(parseRatePerS(text)).toEqual({ ok: true, value });
  });

  test.each(['', '0', '0/s', '1,5', '500/h', '500 /s', '-5', '/s', '500/'])(
    '%j is refused',
    (text) => {
      expect(parseRatePerS(text)).toEqual({
        ok: false,
        wanted: 'a rate such as 500/s, 10k/s or 500',
      });
    },
  );
});

describe('a size', () => {
  test.each([
    ['512m', 512 * 2 ** 20],
    ['512M', 512 * 2 ** 20],
    ['2g', 2 ** 31],
    ['2G', 2 ** 31],
    ['64k', 65_536],
    ['1.5g', 1.5 * 2 ** 30],
    ['0.5k', 512],
    ['512mb', 512 * 2 ** 20],
    ['512MiB', 512 * 2 ** 20],
    ['2GB', 2 ** 31],
    [' 1g ', 2 ** 30],
  ])('%j has %d bytes', (text, value) => {
    expect(parseSizeBytes(text)).toEqual({ ok: true, value });
  });

  test.each([
    '',
    '512',
    '0',
    '0m',
    '-1m',
    '1,5g',
    '1 g',
    '0.0001k',
    '999999999999g',
    'g',
    '1t',
    '512b',
    '512mib/s',
    '1e3m',
  ])('%j is refused', (text) => {
    expect(parseSizeBytes(text)).toEqual({ ok: false, wanted: 'a size such as 512m or 2g' });
  });
});

describe('any text', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9]{0,4}[.,]?[0-9]{0,3} ?(ms|s|m|h|us|k|M|g|mb|GiB|\/s|\/m)?$/),
  );

  test.each([
    ['a duration', parseDurationMs],
    ['a count', parseCount],
  ])('gives %s as a whole number from 0, or what was wanted', (_, parse) => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text);
        if (!parsed.ok) return parsed.wanted.length > 0;
        return Number.isSafeInteger(parsed.value) && parsed.value >= 0;
      }),
    );
  });

  test('gives a size of whole bytes above 0, or what was wanted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseSizeBytes(text);
        if (!parsed.ok) return parsed.wanted.length > 0;
        return Number.isSafeInteger(parsed.value) && parsed.value > 0;
      }),
    );
  });

  test('gives a rate above 0, or what was wanted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseRatePerS(text);
        if (!parsed.ok) return parsed.wanted.length > 0;
        return Number.isFinite(parsed.value) && parsed.value > 0;
      }),
    );
  });
});

test('whole milliseconds are read as they are', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), (value) => {
      expect(parseDurationMs(`${value}ms`)).toEqual({ ok: true, value });
    }),
  );
});

describe('a latency', () => {
  test.each([
    ['500us', 500e3],
    ['500µs', 500e3],
    ['1.5ms', 1.5e6],
    ['2s', 2e9],
    ['20 ns', null],
    ['20ns', 20],
    ['5', null],
    ['5m', null],
    ['-5ms', null],
    ['1e3ms', null],
    ['', null],
  ])('%j', (text, value_ns) => {
    const parsed = parseLatencyNs(text);
    expect(parsed.ok ? parsed.value : null).toBe(value_ns);
  });
});
