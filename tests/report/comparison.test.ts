import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { parse } from 'csv-parse/sync';
import { renderComparison } from '../../src/report/comparison.ts';
import { renderComparisonCsv } from '../../src/report/csv.ts';
import { renderComparisonJson } from '../../src/report/json.ts';
import { renderComparisonJunit } from '../../src/report/junit.ts';
import { renderComparisonMarkdown } from '../../src/report/markdown/comparison.ts';
import { renderMarkdown } from '../../src/report/markdown/report.ts';
import { comparison } from './comparison-fixture.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_TEXTS } from './hostile.ts';
import { COMPARISON } from './versus-fixture.ts';

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

describe('a comparison as Markdown', () => {
  test('tells what the terminal tells', () => {
    expectGolden('comparison-markdown.txt', renderComparisonMarkdown(COMPARISON));
  });

  test('is part of the report of the run that was compared', () => {
    const text = renderMarkdown({ result: comparison(), comparison: COMPARISON });
    expect(text).toContain('\n## Compared with run base\n');
    expect(text).toContain('| ✗ fail |');
    expect(text.indexOf('## Gates')).toBeLessThan(text.indexOf('## Compared'));
  });
});

describe('a comparison as CSV', () => {
  const rows = parse<Record<string, string>>(renderComparisonCsv(COMPARISON), { columns: true });

  test('has a row for each pair of each run', () => {
    expect(rows).toHaveLength(18);
    expect(new Set(rows.map(({ run_id }) => run_id))).toEqual(new Set(['run', 'other']));
    const gone = rows.find(({ run_id, verdict }) => run_id === 'run' && verdict === 'missing');
    expect(gone).toMatchObject({ server: 'python-fastapi', client: 'cpp-cpr' });
  });

  test('has plain numbers, and none where there is none', () => {
    const slower = rows.find(({ verdict }) => verdict === 'slower');
    expect(slower?.throughput_base_req_per_s).toMatch(/^\d+(\.\d+)?$/);
    expect(Number(slower?.throughput_ratio)).toBeCloseTo(0.7, 1);
    expect(rows.find(({ verdict }) => verdict === 'new')?.throughput_ratio).toBe('');
  });
});

describe('a comparison as JUnit XML', () => {
  test('has a suite for each run, a case for each pair, and fails where its gate does', () => {
    const text = renderComparisonJunit(COMPARISON);
    expect(text.match(/<testsuite /g)).toHaveLength(2);
    expect(text.match(/<testcase /g)).toHaveLength(18);
    const failed = COMPARISON.gates.filter(({ verdict }) => verdict === 'fail').length;
    expect(failed).toBeGreaterThan(0);
    expect(text.match(/<failure /g)).toHaveLength(failed);
    expect(text).toContain('<testsuite name="run vs base"');
  });

  test('without a limit none of them fails', () => {
    const text = renderComparisonJunit({ ...COMPARISON, fail_if_slower: null, gates: [] });
    expect(text).not.toMatch(/<failure|<error/);
    expect(text).toContain('↓ slower: ');
  });
});

test('names of runs and services come out harmless in every form', () => {
  const hostile = structuredClone(COMPARISON);
  hostile.base.label = HOSTILE_TEXTS.join(' ');
  hostile.gates.forEach((gate, index) => {
    gate.name = gate.sentence = HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '';
  });
  hostile.runs[0]?.cells.forEach((cell, index) => {
    cell.server = cell.sentence = HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '';
  });
  const markdown = renderComparisonMarkdown(hostile);
  const terminal = renderComparison(hostile, { colour: false, width: 80, detail: 'full' });
  const csv = renderComparisonCsv(hostile);
  for (const text of [markdown, terminal, csv, renderComparisonJunit(hostile)])
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084]/);
  for (const line of terminal.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  expect(markdown).not.toMatch(/<script|@everyone/);
  expect(parse(csv).every((row) => row.every((field) => !/^[=+@]/.test(field)))).toBe(true);
});
