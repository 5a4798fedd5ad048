import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { compareRuns } from '../../src/analyse/versus/compare-runs.ts';
import { renderComparison } from '../../src/report/comparison.ts';
import { renderComparisonJson } from '../../src/report/json.ts';
import { runWith } from '../analyse/versus/versus-fixture.ts';
import { expectGolden } from './golden.ts';

const is = (server: string, client: string) => (pair: { server: string; client: string }) =>
  pair.server === server && pair.client === client;

const BASE = runWith({ id: 'base', has: (pair) => !is('rust-actix', 'cpp-cpr')(pair) });
const RUN = runWith({
  id: 'run',
  has: (pair) => !is('python-fastapi', 'cpp-cpr')(pair),
  factor: (cell) => {
    if (cell.pass === 'latency') return 1;
    return is('go-gin', 'cpp-cpr')(cell) ? 0.7 : is('go-gin', 'rust-reqwest')(cell) ? 1.4 : 1;
  },
  change: (cell) => {
    if (cell.server === 'python-fastapi')
      cell.window.usage.server.cpu_ns = 2 * (cell.window.usage.server.cpu_ns ?? NaN);
  },
});
const OTHER = runWith({ id: 'other', settings: { payload_bytes: 1000 } });
const COMPARISON = compareRuns(BASE, [RUN, OTHER], { unlike: 'refuse', fail_if_slower: 0.05 });

describe('a comparison on a terminal', () => {
  test.each(['short', 'full'] as const)('in %s', (detail) => {
    const text = renderComparison(COMPARISON, { colour: false, width: 80, detail });
    expectGolden(`comparison-${detail}.txt`, text);
  });

  test.each([60, 80, 120])('fits %i columns', (width) => {
    for (const detail of ['short', 'full'] as const) {
      const text = renderComparison(COMPARISON, { colour: false, width, detail });
      for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  test('says by colour only what a word says', () => {
    const paper = { width: 80, detail: 'full' } as const;
    const plain = renderComparison(COMPARISON, { ...paper, colour: false });
    const coloured = renderComparison(COMPARISON, { ...paper, colour: true });
    expect(coloured).not.toBe(plain);
    // eslint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(plain);
  });

  test('and as JSON are the same each time', () => {
    expect(renderComparisonJson(COMPARISON)).toBe(renderComparisonJson(COMPARISON));
    expect(renderComparisonJson(COMPARISON)).not.toMatch(/NaN|Infinity/);
  });
});
