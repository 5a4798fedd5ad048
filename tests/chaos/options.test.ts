import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../chaos/options.ts';
import { faultOf } from '../helpers/fault.ts';

describe('the options of chaos', () => {
  test('are read', () => {
    expect(
      readOptions(['--seed', '7', '--rounds', '10', '--from', '3', '--max-time', '30m']),
    ).toEqual({
      ...{ seed: 7, rounds: 10, from: 3, max_time_ms: 1_800_000 },
    });
  });

  test('may all be left out', () => {
    expect(readOptions([])).toMatchObject({ rounds: 200, from: 1, max_time_ms: null });
  });

  test('may ask for help', () => {
    expect(readOptions(['--help'])).toBeNull();
  });

  test.each([
    [['--seed', '0'], '--seed: "0" is not'],
    [['--rounds', 'x'], '--rounds: "x" is not'],
    [['--from', '1.5'], '--from: "1.5" is not'],
    [['--max-time', 'soon'], '--max-time: "soon" is not'],
    [['--sed', '1'], "Unknown option '--sed'"],
    [['10'], "Unexpected argument '10'"],
  ])('%j are refused', async (words, sentence) => {
    const { message, exitCode } = await faultOf(() => readOptions(words));
    expect(message).toContain(sentence);
    expect(exitCode).toBe(2);
  });
});
