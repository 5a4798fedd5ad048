import { describe, expect, test } from '@jest/globals';
import { compareRuns } from '../../../src/analyse/versus/compare-runs.ts';
import { renderComparisonHtml } from '../../../src/report/html/comparison-page.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { only, runWith } from '../../analyse/versus/versus-fixture.ts';
import { ERRORS, forced, gated, hostileComparison, twoRuns, unlike } from './comparison-pages.ts';
import { bad, HOSTILE } from './pages.ts';

const COMPARISON = twoRuns();
const page = renderComparisonHtml(COMPARISON);
const REFUSED = { unlike: 'refuse', fail_if_slower: null } as const;

/** From the figure's begin to its end. */
function figureOf(text: string, id: string): string {
  const from = text.indexOf(`<figure id="${id}"`);
  if (from < 0) throw new Error(`there is no figure ${id}`);
  return text.slice(from, text.indexOf('</figure>', from));
}

function drawingOf(text: string, id: string): string {
  const found = figureOf(text, id);
  return found.slice(found.indexOf('<svg'), found.indexOf('</svg>'));
}

function embedded(text: string): unknown {
  const json = /<script type="application\/json" id="comparison">(.*)<\/script>/.exec(text);
  return JSON.parse(json?.[1] ?? '');
}

describe('the page of a comparison', () => {
  test('says the verdict of the last run first, then gates and each run', () => {
    expect(page).toContain(
      '<h1>Run run: 1 of 9 pairs became slower, 1 faster, 5 tied, 1 new, 1 missing.</h1>',
    );
    const ids = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['gates', 'versus-1', 'versus-2', 'method', 'data']);
    expect(page).toContain('>Run other: 1 new, 8 not comparable</h2>');
  });

  test('has a title, a caption and a table for each figure, and a label for each drawing', () => {
    const figures = page.split('<figure ').slice(1);
    // Of the run that compares two figures for each of four metrics, of the other one a matrix.
    expect(figures).toHaveLength(9);
    for (const one of figures) {
      expect(one).toMatch(/^id="[^"]+" aria-labelledby="[^"]+"><h3 id="[^"]+">[^<]+<\/h3>/);
      expect(one).toMatch(/<svg class="plot" role="img" aria-label="[^"]{10,}"/);
      expect(one).toMatch(/<figcaption>[^<]{10,}<\/figcaption>/);
      expect(one).toMatch(
        /<details><summary>[^<]+<span[^>]*>[^<]+<\/span><\/summary>\n<div[^>]*><table>/,
      );
    }
  });

  test('gives no id twice', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('holds its data as JSON, and names no address that a browser would ask', () => {
    expect(embedded(page)).toEqual(COMPARISON);
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|video|audio)\b/);
    expect(page).not.toMatch(/url\(|@import|https?:\/\//);
    expect(page.match(/<script\b[^>]*>/g)).toHaveLength(1);
  });

  test('is the same for the same input, byte by byte', () => {
    expect(renderComparisonHtml(twoRuns())).toBe(page);
  });

  test.each([
    ['that measured the same', {}, /^None of 9 pairs became slower or faster: 9 tied\.$/],
    [
      'that is slower',
      { factor: only('go-gin', 'cpp-cpr', 0.7) },
      /^1 of 9 pairs became slower, 8/,
    ],
    [
      'that is faster',
      { factor: only('go-gin', 'cpp-cpr', 1.4) },
      /^1 of 9 pairs became faster, 8/,
    ],
    [
      'of another rate',
      { settings: { rate_per_s: 2000 } },
      /^None of 9 pairs could be compared: 9 not comparable\.$/,
    ],
  ])('counts the pairs of a run %s', (_, differing, expected) => {
    const all = compareRuns(runWith({ id: 'base' }), [runWith(differing)], REFUSED);
    expect(/<h1>(.*)<\/h1>/.exec(renderComparisonHtml(all))?.[1]).toMatch(expected);
  });

  test('says by what it decides where that is not throughput', () => {
    const at = (id: string) => runWith({ id, settings: { rate_per_s: 2000 } });
    const text = renderComparisonHtml(compareRuns(at('base'), [at('run')], REFUSED));
    expect(text).toContain('<h1>None of 9 pairs became slower or faster (by P99 at equal load): 9');
    expect(text.indexOf('versus-1-show-p99')).toBeLessThan(text.indexOf('versus-1-show-cpu'));
  });
});

describe('a box of its matrix', () => {
  const drawing = drawingOf(page, 'versus-2-matrix-throughput');

  test('has a sign, a word, the ratio with its interval, and the values then and now', () => {
    for (const text of ['↓ slower', '0.700', '0.667-0.734', '46.8k → 32.7k', '↑ faster', '= tied'])
      expect(drawing).toContain(`>${text}<`);
  });

  test('is darker the further the ratio is from 1; a tie has no colour', () => {
    expect(drawing.match(/fill="var\(--d\d\)"/g)).toHaveLength(7);
    for (const step of ['d0', 'd3', 'd5']) expect(drawing).toContain(`fill="var(--${step})"`);
    expect(drawing.match(/<title>[^<]*= tied[^<]*<\/title>/g)).toHaveLength(5);
  });

  test('is a hole where there is no ratio, and says why', () => {
    expect(drawing).toContain('>✗ missing<');
    expect(drawing).toContain('>+ new<');
    expect(drawing).toContain('<title>python-fastapi x cpp-cpr: ✗ missing, this run does not');
    const other = drawingOf(page, 'versus-1-matrix-throughput');
    expect(other.match(/>\? not comparable</g)).toHaveLength(8);
    expect(other).not.toContain('var(--d');
    expect(page).not.toContain('id="versus-1-ratio-throughput"');
  });

  test('says more or less of what costs, and better or worse beside it', () => {
    const cpu = figureOf(page, 'versus-2-matrix-cpu');
    expect(cpu).toContain('from worse (↑ more) to better (↓ less)');
    expect(cpu).toMatch(/CPU per request: \d more, \d tied, 1 less, 1 missing, 1 new/);
    expect(figureOf(page, 'versus-2-ratio-cpu')).toContain('↓ less: better');
  });

  test('says that there are more errors', () => {
    expect(drawingOf(renderComparisonHtml(forced()), 'versus-1-matrix-throughput')).toContain(
      '>✗ more errors<',
    );
  });
});

describe('beside the figures', () => {
  test('differences, the machine, and pairs without a ratio are said in sentences', () => {
    expect(page).toContain('! Not compared (--force would), since not measured alike:');
    expect(page).toContain('<li>settings.payload_bytes: 200 then, 1000 now</li>');
    expect(page).toContain('The machine is as fast as then: the reference pair has 1.00');
    expect(page).toContain(
      '<li>✗ missing python-fastapi x cpp-cpr: this run does not have this pair</li>',
    );
    const text = renderComparisonHtml(forced());
    expect(text).toContain('! Compared all the same (--force), though not measured alike:');
    expect(text).toContain('<p>! Of the same two services, the reference pair has 0.80');
    expect(text).toContain(`<li>✗ more errors go-gin x cpp-cpr: ${ERRORS}</li>`);
  });

  test('gates that do not hold stand out, those that hold can be opened', () => {
    const gates = page.slice(page.indexOf('id="gates"'), page.indexOf('id="versus-1"'));
    expect(gates).toContain('>Gates: 8 of 18 hold</h2>');
    expect(gates).toContain('<p>✗ fail go-gin:cpp-cpr at most 5 % slower in run: 0.70');
    expect(gates).toContain(
      '<p>? no data go-gin:cpp-cpr at most 5 % slower in other: not measured',
    );
    expect(gates).toContain('<li>✓ pass go-gin:rust-reqwest at most 5 % slower in run: 1.20');
    expect(gates.indexOf('✗ fail')).toBeLessThan(gates.indexOf('? no data'));
  });

  test('the limit of a gate is told where it counts', () => {
    const words = 'Its gate fails a pair whose whole interval is more than 5 % slower.';
    expect(figureOf(page, 'versus-2-ratio-throughput')).toContain(words);
    expect(figureOf(page, 'versus-2-ratio-p99')).not.toContain(words);
    const without = renderComparisonHtml(unlike());
    expect(without).not.toContain('id="gates"');
    expect(without).not.toContain('Its gate');
    expect(without).toContain('<h1>Run other: None of 9 pairs could be compared: 1 new, 8 not');
  });
});

describe('the page of a run', () => {
  const { run, comparison } = gated();
  const text = renderHtml(run.result, run.plots(), comparison);

  test('has its thresholds and the gates of its baseline first', () => {
    const ids = [...text.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.slice(0, 5)).toEqual(['gates', 'matrix', 'limits', 'baseline', 'rankings']);
    expect(text).toContain('✗ fail go-gin:cpp-cpr p99&lt;1us: P99 at 4000 requests/s is');
    expect(text).toContain('✓ pass go-gin:cpp-cpr throughput&gt;1000: throughput is');
    expect(text).toContain('✗ fail go-gin:cpp-cpr at most 5 % slower: 0.70');
  });

  test('holds both as JSON, and gives no id twice', () => {
    expect(embedded(text)).toEqual(comparison);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('without both has neither', () => {
    const plain = runWith();
    const without = renderHtml(plain.result, plain.plots(), null);
    expect(without).not.toContain('id="gates"');
    expect(without).not.toContain('id="baseline"');
    expect(without).not.toContain('id="comparison"');
  });
});

describe('text from outside', () => {
  const hostile = hostileComparison(bad);
  const { run } = gated();
  const result = {
    ...run.result,
    thresholds: run.result.thresholds.map((one) => ({
      ...one,
      ...{ name: bad(one.name), sentence: bad(one.sentence), threshold: bad(one.threshold) },
    })),
  };

  test.each([
    ['of a comparison', renderComparisonHtml(hostile)],
    ['of thresholds and a baseline', renderHtml(result, run.plots(), hostile)],
  ])('%s comes in escaped and printable, everywhere', (_, text) => {
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;amp;');
    const scripts = text.match(/<script type="application\/json"/g)?.length ?? 0;
    expect(text.match(/<\/script>/g)).toHaveLength(scripts);
    expect(embedded(text)).toEqual(hostile);
    expect(JSON.stringify(embedded(text))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
  });
});
