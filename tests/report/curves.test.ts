import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AnalysedRun } from '../../src/analyse/run.ts';
import type { PointPass } from '../../src/plan/facts.ts';
import { pointOf } from '../../src/plan/sweep.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown/report.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import {
  analysedSweep,
  connections,
  saturating,
  sweepPlan,
} from '../analyse/sweep/sweep-fixture.ts';

const COUNTS = [1, 4, 16, 64, 200];
const PLAN = sweepPlan(connections(...COUNTS), 3, 2);
const SENTENCE = 'he knee is at C=16, where throughput / mean response time is largest';

let run: AnalysedRun;

beforeAll(async () => {
  const rpsAt = saturating(16, 0.01);
  run = await analysedSweep(PLAN, ({ pass }) => {
    const point = pointOf(pass as PointPass, PLAN);
    return { rps: rpsAt('connections' in point ? point.connections : 0) };
  });
});

describe('a sweep', () => {
  test('on a terminal has a block for each pair, in 80 columns, the knee marked', () => {
    const text = renderTerminal(run.result, { colour: false, width: 80, detail: 'short' });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toContain('2 of 2 curves have a knee.');
    expect(text).toContain('Load: C=1, C=4, C=16, C=64, C=200 (connections), closed loop');
    expect(text.match(/^> C=16 .*k.* ms /gm)).toHaveLength(2);
    expect(text.match(/^ {2}C=\d+ /gm)).toHaveLength(8);
    expect(text.replaceAll(/\s+/g, ' ').split(`T${SENTENCE}.`)).toHaveLength(3);
  });

  test('as Markdown has a table for each pair', () => {
    const text = renderMarkdown({ result: run.result, comparison: null });
    expect(text.match(/^\| C=16 .*\| knee \|$/gm)).toHaveLength(2);
    expect(text).toContain(`T${SENTENCE}`);
  });

  test('as CSV has a row for each load of each pair', () => {
    const [head = '', ...rows] = renderCsv(run.result).trim().split('\r\n');
    expect(head).toContain('load,connections,rate_per_s,share,status,reasons,knee');
    expect(rows).toHaveLength(2 * COUNTS.length);
    expect(rows.filter((row) => row.includes(',C=16,16,,,valid,,true,'))).toHaveLength(2);
  });

  test('as HTML has a drawing and a table for each pair', () => {
    const html = renderHtml(run.result, run.plots(), null);
    expect(html.match(/aria-label="Latency over throughput of /g)).toHaveLength(2);
    expect(html).toContain('C=16 knee');
    expect(html).toContain('C=16 (knee)');
    expect(html).not.toContain('NaN');
  });

  test('as JUnit has a case for each pair', () => {
    const text = renderJunit(run.result);
    expect(text.match(/<testcase /g)).toHaveLength(2);
    expect(text).toContain(SENTENCE);
  });

  test('as JSON keeps the published schema', () => {
    const { curves } = JSON.parse(renderJson(run.result)) as AnalysedRun['result'];
    expect(curves.map(({ knee }) => knee?.point)).toEqual([2, 2]);
  });
});
