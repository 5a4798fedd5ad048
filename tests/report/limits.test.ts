import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Detail } from '../../src/report/detail.ts';
import { renderLimits } from '../../src/report/limits.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { changed, notValid, service } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult, detail: Detail = 'short', width = 200): string[] {
  return renderLimits(result, width, paletteFor(false), detail);
}

describe('who was the limit', () => {
  const lines = render(comparison());

  test('is a sentence for each pair, by verdict', () => {
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
      'Who was the limit',
      '▴ client',
      '◂ server',
      '◊ both',
    ]);
    expect(lines.at(-1)).toBe(
      '  go-gin:cpp-cpr: Both sides used all of their CPUs (client 95 %, server 99 %).',
    );
    expect(lines).toHaveLength(4 + 9);
  });

  test('takes two lines for a pair at most in 80 columns', () => {
    expect(render(comparison(), 'short', 80).length).toBeLessThanOrEqual(4 + 2 * 9);
  });

  test('is told of the reference services in full only', () => {
    expect(lines.join('\n')).not.toContain('reference');
    expect(render(comparison(), 'full').filter((line) => line.includes('reference'))).toHaveLength(
      7,
    );
  });
});

test('pairs of which the same is said stand together', () => {
  const same = changed(comparison(), ({ cells }) => {
    for (const { bottleneck } of cells.slice(0, 3))
      Object.assign(bottleneck, { verdict: 'unknown', sentence: 'the CPU use is not known.' });
  });
  expect(render(same).slice(-2)).toEqual([
    '? unknown',
    '  go-gin:cpp-cpr, go-gin:python-aiohttp, go-gin:rust-reqwest: the CPU use is not known.',
  ]);
});

test('a pair that is not valid has no limit', () => {
  const fault = (cell: RunResult['cells'][number]): RunResult['cells'][number] =>
    notValid(cell, 'failed', 'it failed');
  expect(render(comparison({ fault }))).toEqual([]);
});

test('a long list is cut in the short report', () => {
  const servers = ['one', 'two', 'three', 'four'].map((name) => service('server', name));
  expect(render(comparison({ servers })).at(-1)).toBe('and 2 more, see -v or the JSON result');
});
