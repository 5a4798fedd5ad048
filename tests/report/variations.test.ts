import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderMarkdown } from '../../src/report/markdown/report.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { changed } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

const ANSWER = "rust-actix@no-lto serves 0.97 (0.95-0.99) of rust-actix's requests: slower";
const CPU =
  'rust-actix@no-lto needs 1.03 (1.01-1.05) times the CPU time per request of rust-actix: more';
const P99 =
  'rust-actix@no-lto: P99 at 4000 requests/s is 1.2 (1.1-1.3) times that of rust-actix: higher';

function varied(change: (result: RunResult) => void = () => undefined): RunResult {
  const about = {
    side: 'server',
    base: { server: 'rust-actix', client: 'rust-reqwest' },
    pair: { server: 'rust-actix@no-lto', client: 'rust-reqwest' },
    rounds: 3,
    verdict: 'worse',
    bound: false,
    absent: null,
  } as const;
  return changed(comparison(), (result) => {
    result.variations = [
      {
        ...{ ...about, metric: 'throughput_rps', sentence: ANSWER },
        ratio: { estimate: 0.97, low: 0.95, high: 0.99 },
      },
      {
        ...{ ...about, metric: 'p99_at_rate_ns', sentence: P99 },
        ratio: { estimate: 1.2, low: 1.1, high: 1.3 },
      },
      {
        ...{ ...about, metric: 'cpu_us_per_request', sentence: CPU },
        ratio: { estimate: 1.03, low: 1.01, high: 1.05 },
      },
    ];
    change(result);
  });
}

const terminal = (result: RunResult): string =>
  renderTerminal(result, { colour: false, width: 100, detail: 'short' });

describe('what vary has found', () => {
  test('stands first on the terminal, the figures beside it next', () => {
    const text = terminal(varied());
    expect(text).toContain(`\n\n${ANSWER}.\n\nWhat the variants change\n${P99}.\n${CPU}.\n\n`);
    expect(text).not.toContain('Fastest:');
    expect(text.match(/: slower\./g)).toHaveLength(1);
  });

  test('is the latency where all were measured at one rate', () => {
    const text = terminal(
      varied((result) => {
        result.settings.rate_per_s = 4000;
        result.variations = result.variations.slice(1);
      }),
    );
    expect(text).toContain(`\n\n${P99}.\n\nWhat the variants change\n${CPU}.\n\n`);
  });

  test('is in Markdown and on the page', () => {
    const markdown = renderMarkdown({ result: varied(), comparison: null });
    expect(markdown).toContain("serves 0.97 (0.95-0.99) of rust-actix's requests: slower.**");
    expect(markdown).toContain('## What the variants change');
    const page = renderHtml(varied(), { pairs: [] }, null);
    expect(page.match(/0\.97 \(0\.95-0\.99\) of rust-actix/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('id="variants"');
  });

  test('is said nowhere where nothing was varied', () => {
    for (const text of [
      terminal(comparison()),
      renderMarkdown({ result: comparison(), comparison: null }),
      renderHtml(comparison(), { pairs: [] }, null),
    ])
      expect(text).not.toContain('What the variants change');
  });
});
