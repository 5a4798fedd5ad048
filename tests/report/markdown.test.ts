import { describe, expect, test } from '@jest/globals';
import { lexer, parser, type Token, type Tokens } from 'marked';
import type { GateVerdict } from '../../src/analyse/gate-verdict.ts';
import type { RunResult } from '../../src/analyse/result.ts';
import { markdownSections, renderMarkdown } from '../../src/report/markdown/report.ts';
import { fittingSections } from '../../src/report/markdown/summary.ts';
import { printable } from '../../src/report/printable.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { changed, notValid } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_TEXTS, hostileResult } from './hostile.ts';
import { shown as shownRun } from './versus-fixture.ts';

const ZERO_WIDTH = /\u200B/g;

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

function tablesOf(text: string): Tokens.Table[] {
  return lexer(text).filter(isTable);
}

/** What a reader sees of a cell. */
function shown({ tokens }: Tokens.TableCell): string {
  const html = parser([{ type: 'paragraph', raw: '', text: '', tokens }]);
  return html
    .replaceAll(/<\/?p>|\n$/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(ZERO_WIDTH, '');
}

function faulty(): RunResult {
  return changed(comparison(), (run) => {
    run.cells = run.cells.map((cell, index) =>
      index === 0 ? notValid(cell, 'failed', 'round 2: the client ended with code 1') : cell,
    );
    run.notices = ['server and client share CPU 0'];
    run.status = 'interrupted';
  });
}

const GATES: readonly GateVerdict[] = [
  { name: 'a:b p99<5ms', verdict: 'fail', sentence: 'it is | 7 ms' },
  { name: 'c:d p99<5ms', verdict: 'no-data', sentence: 'it was not measured' },
];

describe('the report as Markdown', () => {
  test('of a complete run', () => {
    expectGolden('report-markdown.txt', renderMarkdown(shownRun(comparison(), GATES)));
  });

  test('has tables of one header row and the same number of cells in every row', () => {
    const tables = tablesOf(renderMarkdown(shownRun(faulty(), GATES)));
    expect(tables.length).toBeGreaterThan(5);
    for (const { header, rows } of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(header.length);
    }
  });

  test('tells what the terminal tells: each of its figures, sentences and versions', () => {
    for (const result of [comparison(), faulty()]) {
      const terminal = renderTerminal(result, { colour: false, width: 10_000, detail: 'full' });
      const words = (text: string): string[] =>
        text
          .replaceAll(ZERO_WIDTH, '')
          .replaceAll(/\\(.)/g, '$1')
          .replaceAll('&gt;', '>')
          .split(/[\s|]+/);
      const own = new Set(words(renderMarkdown(shownRun(result))));
      const figures = words(terminal).filter((word) => /\d/.test(word));
      expect(figures.filter((word) => !own.has(word))).toEqual([]);
    }
  });

  test('shows names as they are, and nothing else comes of them', () => {
    const text = renderMarkdown(shownRun(hostileResult(), GATES));
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
    const pairs = tablesOf(text).find(({ header }) => header[2]?.text === 'status');
    expect(pairs?.rows.map(([server]) => (server === undefined ? '' : shown(server)))).toEqual(
      HOSTILE_TEXTS.map(printable).map((name) => name.trim()),
    );
    const html = parser(lexer(text));
    expect(html).not.toMatch(/<script|<x |<b>|<code|<img|<a /);
    // A name behind the sign is what GitHub notifies.
    expect(html).not.toMatch(/@[a-z]/);
  });

  test('has no number that is none', () => {
    const text = renderMarkdown(shownRun(faulty())) + renderMarkdown(shownRun(hostileResult()));
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

describe('where there is less room', () => {
  const sections = ['# one\n', '## two\n', '## three\n'];

  test('all of it is given if it fits', () => {
    const whole = sections.join('\n');
    expect(fittingSections(sections, Buffer.byteLength(whole))).toBe(whole);
  });

  test('whole sections are left out at the end, and it is said', () => {
    const all = markdownSections(shownRun(comparison()));
    const text = fittingSections(all, 4000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
    expect(text).toMatch(/^# Run .*\n[\s\S]*\nThe report was cut here, .*\n$/);
    expect(all.slice(0, 2).every((section) => text.includes(section))).toBe(true);
  });

  test('nothing is given where there is none', () => {
    expect(fittingSections(sections, 10)).toBe('');
  });
});
