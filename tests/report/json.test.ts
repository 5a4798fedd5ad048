import { expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import { renderJson } from '../../src/report/json.ts';
import { journal } from '../analyse/fixtures.ts';

test('the document is the result, on lines, with a line end', () => {
  const result = analyseRun(journal());
  const text = renderJson(result);
  expect(JSON.parse(text)).toEqual(result);
  expect(text.endsWith('}\n')).toBe(true);
});

test('a figure that is no number is refused, not written as null', () => {
  const result = analyseRun(journal());
  const [cell] = result.cells;
  if (cell === undefined) throw new Error('there is no cell');
  cell.concurrency = NaN;
  expect(() => renderJson(result)).toThrow('concurrency');
});
