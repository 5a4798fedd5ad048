import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Growth, GrowthPerMin } from '../../src/analyse/growth/schema.ts';
import type { RunResult } from '../../src/analyse/result.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { growthWords, renderGrowth } from '../../src/report/growth.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderMarkdown } from '../../src/report/markdown/report.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { cellOf, resultOf } from './cell-fixture.ts';

const STABLE: Growth = { estimate: 100, low: -100, high: 300, verdict: 'stable' };
const LEAK: Growth = { estimate: 1.2e6, low: 1.0e6, high: 1.4e6, verdict: 'grows' };
const ALL = { server: STABLE, client: STABLE, tool: STABLE };
const LEAKING: GrowthPerMin = { rss_bytes: { ...ALL, server: LEAK }, fds: ALL, sockets: ALL };
const SENTENCE =
  'actix:reqwest: memory of the server grows 1.20 MB a minute (1.00-1.40), of the client and pairbench ' +
  'stable; open files stable; sockets stable.';

const resultWith = (growth_per_min: GrowthPerMin | null): RunResult =>
  resultOf([], { cells: [cellOf('actix', 'reqwest', 1000, { growth_per_min })] });

describe('growth in words', () => {
  test.each<[Growth | null, string]>([
    [STABLE, 'stable'],
    [LEAK, 'grows 1.20 MB a minute (1.00-1.40)'],
    [
      { estimate: -2e3, low: -3e3, high: -1e3, verdict: 'shrinks' },
      'shrinks 2.00 kB a minute (1.00-3.00)',
    ],
    [
      { estimate: 1e6, low: -5e5, high: 2.5e6, verdict: 'unclear' },
      'not clear: between -500 kB and 2.50 MB a minute',
    ],
    [null, 'not known'],
  ])('%j', (growth, words) => {
    expect(growthWords(growth, 'rss_bytes')).toBe(words);
  });

  test('of files and sockets has no unit', () => {
    const files: Growth = { estimate: 30, low: 29, high: 31, verdict: 'grows' };
    expect(growthWords(files, 'fds')).toBe('grows 30.0 a minute (29.0-31.0)');
  });
});

describe('the report of a long window', () => {
  test('says it on the terminal', () => {
    const lines = renderGrowth(resultWith(LEAKING), 400, paletteFor(false), 'short');
    expect(lines).toEqual(['Growth within the windows', SENTENCE]);
    const text = renderTerminal(resultWith(LEAKING), { colour: false, width: 80, detail: 'short' });
    expect(text).toContain('Growth within the windows');
  });

  test('says it in Markdown and on the page', () => {
    const result = resultWith(LEAKING);
    expect(renderMarkdown({ result, comparison: null })).toContain(`- ${SENTENCE}`);
    expect(renderHtml(result, { pairs: [] }, null)).toContain(`<li>${SENTENCE}</li>`);
  });

  test('says it in CSV, in numbers and in words', () => {
    const [row] = parse<Record<string, string>>(renderCsv(resultWith(LEAKING)), {
      ...{ columns: true, record_delimiter: '\r\n' },
    });
    expect(row).toMatchObject({
      server_rss_growth_bytes_per_min: '1200000',
      server_rss_growth_low_bytes_per_min: '1000000',
      server_rss_growth_high_bytes_per_min: '1400000',
      server_memory_growth: 'grows 1.20 MB a minute (1.00-1.40)',
      tool_memory_growth: 'stable',
      client_fds_growth: 'stable',
    });
  });
});

test('a run of short windows says nothing of growth', () => {
  const result = resultWith(null);
  const outputs = [
    renderTerminal(result, { colour: false, width: 80, detail: 'full' }),
    renderMarkdown({ result, comparison: null }),
    renderHtml(result, { pairs: [] }, null),
  ];
  for (const text of outputs) expect(text).not.toContain('Growth within');
});
