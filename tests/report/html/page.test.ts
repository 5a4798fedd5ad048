import { describe, expect, test } from '@jest/globals';
import { renderHtml } from '../../../src/report/html/page.ts';
import { changed, resultOf } from '../cell-fixture.ts';
import { CLIENTS, comparison, SERVERS } from '../comparison-fixture.ts';
import { faulty, HOSTILE, hostile, large } from './pages.ts';
import { plotsOf } from './plot-fixture.ts';

const COMPLETE = comparison();
const page = renderHtml(COMPLETE, plotsOf(COMPLETE), null);

function embedded(text: string): unknown {
  const json = /<script type="application\/json" id="result">(.*)<\/script>/.exec(text);
  return JSON.parse(json?.[1] ?? '');
}

describe('a page', () => {
  test('says the verdict first, then shows the sections in the order of the design', () => {
    expect(page).toContain('<h1>Fastest: rust-actix x rust-reqwest, 76.9k');
    const ids = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'matrix',
      'limits',
      'rankings',
      'intervals',
      'percentiles',
      'time',
      'cost',
      'resources',
      'checks',
      'environment',
      'method',
      'data',
    ]);
  });

  test('has a title, a caption and a table for each figure, and a label for each drawing', () => {
    const figures = page.split('<figure ').slice(1);
    expect(figures.length).toBeGreaterThanOrEqual(14);
    for (const figure of figures) {
      expect(figure).toMatch(/^id="[^"]+" aria-labelledby="[^"]+"><h3 id="[^"]+">[^<]+<\/h3>/);
      expect(figure).toMatch(/<svg class="plot" role="img" aria-label="[^"]{10,}"/);
      expect(figure).toMatch(/<figcaption>[^<]{10,}<\/figcaption>/);
      expect(figure).toMatch(
        /<details><summary>[^<]+<span[^>]*>[^<]+<\/span><\/summary>\n<div[^>]*><table>/,
      );
    }
  });

  test('gives no id twice', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('holds its result as JSON', () => {
    expect(embedded(page)).toEqual(COMPLETE);
    expect(page).toContain('<a href="cells.csv">');
  });

  test('is the same for the same input, byte by byte', () => {
    expect(renderHtml(comparison(), plotsOf(comparison()), null)).toBe(page);
  });

  test('names no address that a browser would ask', () => {
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|video|audio)\b/);
    expect(page).not.toMatch(/url\(|@import|https?:\/\//);
    expect(page.match(/<script\b[^>]*>/g)).toEqual([
      '<script type="application/json" id="result">',
    ]);
  });
});

describe('what is not valid', () => {
  const text = renderHtml(faulty(), plotsOf(faulty()), null);
  const matrix = text.slice(text.indexOf('id="matrix"'), text.indexOf('id="limits"'));

  test('is a hole with a word, not a value', () => {
    const drawing = matrix.slice(matrix.indexOf('<svg'), matrix.indexOf('</svg>'));
    expect(drawing).toContain('>✗ failed<');
    expect(drawing).toContain('>! invalid<');
    expect(drawing.match(/fill="var\(--hole\)"/g)).toHaveLength(1);
    expect(drawing.match(/<title>/g)).toHaveLength(9);
  });

  test('is named with its reason', () => {
    expect(text).toContain('✗ failed: go-gin:cpp-cpr');
    expect(text).toContain('round 2: the client ended with code 1');
    expect(text).toContain('! server and client share CPU 0');
    expect(text).toContain('! The run was interrupted.');
  });

  test('has no bar among the intervals, but its word', () => {
    const from = text.indexOf('id="interval-throughput"');
    const drawing = text.slice(from, text.indexOf('</svg>', from));
    expect(drawing).toContain('>✗ failed<');
    expect(drawing.match(/go-gin x cpp-cpr/g)).toHaveLength(1);
  });
});

describe('signs', () => {
  test('bounds are marked as at least, ties as ties, disturbed cells as disturbed', () => {
    const tied = changed(COMPLETE, (run) => {
      const entries = run.rankings.find(({ of }) => of === 'pairs')?.entries ?? [];
      for (const entry of entries.slice(0, 2)) [entry.rank, entry.tied_with_best] = [1, true];
    });
    const text = renderHtml(tied, plotsOf(tied), null);
    expect(text).toContain('&gt;=17.5k');
    expect(text).toContain('★ tied');
    expect(text).toContain('tied for the best');
    expect(text).toContain('~ disturbed');
    expect(text).toContain('✗ left out: slow_state');
  });

  test('the best is marked where it is alone', () => {
    expect(page).toContain('★ best');
    expect(page).not.toContain('★ tied');
  });

  test('what the throughput is made of stands there as in the terminal', () => {
    expect(page).toMatch(/<pre [^>]*>server +ratio \(95 %\)\n/);
    expect(page).toContain('log(throughput) = round + server + client + server x client.');
  });
});

describe('text from outside', () => {
  const result = hostile();
  const text = renderHtml(result, plotsOf(result), null);

  test('comes in escaped, everywhere', () => {
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;amp;');
    expect(text.match(/<\/script>/g)).toHaveLength(1);
  });

  test('is in the data as it was', () => {
    expect(embedded(text)).toEqual(result);
    expect(JSON.stringify(embedded(text))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
  });
});

describe('a page of less', () => {
  test('without a second pass shows no latencies that compare', () => {
    const result = changed(COMPLETE, (run) => {
      run.latency_at_rate = [];
      run.rankings = [];
    });
    const plots = {
      pairs: plotsOf(result).pairs.map((pair) => ({
        ...pair,
        curve: { ...pair.curve, load: 'as asked' as const },
      })),
    };
    const text = renderHtml(result, plots, null);
    expect(text).not.toContain('id="show-p99"');
    expect(text).not.toContain('id="interval-latency"');
    expect(text).toContain('these lines do not compare pairs');
  });

  test('of a single pair, of nothing that was measured, of no cell at all', () => {
    const one = comparison({ servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) });
    expect(renderHtml(one, plotsOf(one), null)).toContain('<h1>go-gin x cpp-cpr:');
    const pairs = plotsOf(one).pairs.map((pair) => ({
      ...{ ...pair, windows: [], windows_measured: 0 },
      curve: { ...pair.curve, points: [], absent: 'no round was measured' },
    }));
    expect(renderHtml(one, { pairs }, null)).toContain(
      'There are no latencies: no round was measured.',
    );
    expect(renderHtml(resultOf([], {}), { pairs: [] }, null)).toContain(
      'Nothing could be compared.',
    );
  });
});

describe('its size', () => {
  const size = (servers: number, clients: number): number => {
    const result = large(servers, clients);
    return Buffer.byteLength(renderHtml(result, plotsOf(result), null));
  };

  test('stays under 600 kB for nine cells', () => {
    expect(size(3, 3)).toBeLessThan(600_000);
  });

  test('stays under 2 MB for a hundred cells', () => {
    expect(size(10, 10)).toBeLessThan(2_000_000);
  });
});
