import { describe, expect, test } from '@jest/globals';
import { HELP, readOptions } from '../../advice/options.ts';
import { progressWords } from '../../advice/progress.ts';
import { TOPICS } from '../../advice/topics/all.ts';
import { faultOf } from '../helpers/fault.ts';

describe('the options of advice', () => {
  test('are read', () => {
    expect(readOptions(['rust', 'go', '--rounds', '8', '--seconds', '1.5', '--again'])).toEqual({
      ...{ topics: ['rust', 'go'], rounds: 8, window_ms: 1500, known: 'again' },
    });
  });

  test('may all be left out', () => {
    expect(readOptions([])).toEqual({ topics: [], rounds: 6, window_ms: 1000, known: 'keep' });
  });

  test.each([
    [['--rounds', '2'], /^--rounds: 2 rounds have no interval/],
    [['--rounds', 'x'], /^--rounds: "x" is not a whole number/],
    [['--seconds', '0'], /^--seconds: "0" is not a length from 0.1 to 60 s/],
    [['--seconds', '90'], /^--seconds: "90" is not/],
    [['--fast'], /--fast/],
  ])('%j is refused', async (words, message) => {
    expect((await faultOf(() => readOptions(words))).message).toMatch(message);
  });

  test('have a help that names each topic', () => {
    expect(readOptions(['--help'])).toBeNull();
    for (const { name, lines } of TOPICS)
      expect(HELP).toMatch(new RegExp(`^  ${name} .*, ${lines.length} lines$`, 'm'));
  });
});

test.each([
  [21 * 60_000, 'line 7 of 46, about 21 min left'],
  [20_000, 'line 7 of 46, less than a minute left'],
])('%d ms are told as %j', (left_ms, words) => {
  expect(progressWords(7, 46, left_ms)).toBe(words);
});
