import { describe, expect, test } from '@jest/globals';
import {
  htmlProblems,
  readResult,
  resultProblems,
  textProblems,
} from '../../chaos/invariants/figures.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import { analysedRun } from '../../src/analyse/run.ts';
import { comparedJournal } from '../analyse/fixtures.ts';

const { result } = analysedRun(comparedJournal());

describe('a text of the tool', () => {
  test.each([
    'NaN req/s',
    'P50 undefined',
    '| Infinity |',
    '[object Object]',
    '| -3.2 ms',
    '(\u22125)',
  ])('with %j holds a figure that cannot be', (text) => {
    expect(textProblems(text, 'table')).toHaveLength(1);
  });

  test.each(['2026-11-26T085441Z-1a2b', '3-5 rounds', 'a -c 2', 'P50 3.2 ms', 'a--b', 'x-1'])(
    'with %j does not',
    (text) => {
      expect(textProblems(text, 'table')).toEqual([]);
    },
  );

  test('is quoted with its place', () => {
    expect(textProblems('the P50 is NaN ms', 'table')[0]).toMatch(
      /^table: "NaN" in .*P50 is NaN ms/,
    );
  });
});

describe('a page', () => {
  test('may hold anything in its scripts, and negative coordinates', () => {
    const page =
      '<script>if (x === undefined) y(NaN)</script><style>a{margin:0 -1px}</style><path d="M 3 -4"/>';
    expect(htmlProblems(page, 'page')).toEqual([]);
  });

  test.each(['<path d="M NaN 4"/>', '<td>-3</td>', '<td>undefined</td>'])(
    'may not hold %s',
    (page) => {
      expect(htmlProblems(page, 'page')).toHaveLength(1);
    },
  );
});

describe('a result', () => {
  test('of a run is sound', () => {
    expect(readResult(JSON.stringify(result))).toEqual(runResultSchema.parse(result));
    expect(resultProblems(result, 'result')).toEqual([]);
  });

  test.each(['', '{"schema":', '{}', 'null'])('that reads %j is none', (text) => {
    expect(readResult(text)).toBeNull();
  });

  test('with a negative figure is told by its path', () => {
    const [cell] = result.cells;
    if (cell === undefined) throw new Error('there is no cell');
    const rtt_ns = { ...cell.rtt_ns, mean: -5 };
    expect(resultProblems({ ...result, cells: [{ ...cell, rtt_ns }] }, 'result')).toEqual([
      'result: cells.0.rtt_ns.mean is -5',
    ]);
  });
});
