import { describe, expect, test } from '@jest/globals';
import { parseComparison } from '../../src/commands/stored-runs.ts';
import { COMPARISON } from '../report/versus-fixture.ts';
import { faultOf } from '../helpers/fault.ts';

describe('a comparison.json', () => {
  test('is read as it was written', () => {
    expect(parseComparison(JSON.stringify(COMPARISON), 'x')).toEqual(COMPARISON);
  });

  test.each([
    ['no JSON', '{', /^x: not a comparison of runs: .*JSON/],
    ['another file', '{"schema":"pairbench.run/1"}', /^x: not a comparison of runs: .*schema/],
    [
      'a thousand faults',
      `{${Array.from({ length: 1000 }, (_, n) => `"k${n}":1`).join()}}`,
      /^x: /,
    ],
  ])('that is %s is refused in one short sentence', async (_, text, words) => {
    const { message, hint } = await faultOf(() => parseComparison(text, 'x'));
    expect(message).toMatch(words);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(500);
    expect(hint).toContain('compare BASE RUN');
  });
});
