import { expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Detail } from '../../src/report/detail.ts';
import { renderEffects } from '../../src/report/effects-table.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { changed } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult, detail: Detail): string[] {
  return renderEffects(result, 80, paletteFor(false), detail);
}

test('effects are an appendix of the full report', () => {
  expect(render(comparison(), 'short')).toEqual([]);
  const lines = render(comparison(), 'full');
  expect(lines).toContain('go-gin             1.50 (1.46-1.54)');
  expect(lines).toContain('go-gin:cpp-cpr  1.04 (0.99-1.09)');
  expect(lines.join(' ')).toContain('what is left varies by 1.41 % (CV).');
  expect(lines.join(' ')).toContain('Left out: go-gin:python-aiohttp, ');
});

test('where there are none, the reason stands in their place', () => {
  const without = changed(comparison(), (run) => {
    [run.effects, run.effects_absent] = [null, 'all cells are bounds'];
  });
  expect(render(without, 'full')).toEqual([
    'What the throughput is made of',
    'Not known: all cells are bounds.',
  ]);
});
