import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { tellCi } from '../../src/commands/ci.ts';
import { renderAnnotations } from '../../src/report/annotations.ts';
import { markdownSections, renderMarkdown } from '../../src/report/markdown/report.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { changed, notValid } from '../report/cell-fixture.ts';
import { comparison } from '../report/comparison-fixture.ts';

const LIMIT_BYTES = 1024 * 1024;

/** Gives what was written to stderr. */
function told(env: NodeJS.ProcessEnv, result = comparison()): string {
  const stderr = new PassThrough();
  const run = { result, comparison: null };
  tellCi(markdownSections(run), renderAnnotations(run), { env, stderr });
  return String(stderr.read() ?? '');
}

describe('in a job of GitHub', () => {
  test('the report is appended to the summary', () => {
    const file = path.join(tempFolder(), 'summary.md');
    expect(told({ GITHUB_STEP_SUMMARY: file })).toBe('');
    const report = renderMarkdown({ result: comparison(), comparison: null });
    expect(readFileSync(file, 'utf8')).toBe(report);
    told({ GITHUB_STEP_SUMMARY: file });
    expect(readFileSync(file, 'utf8')).toBe(`${report}\n${report}`);
  });

  test('the summary never grows beyond what GitHub takes, and what is left out is said', () => {
    const before = 'x'.repeat(LIMIT_BYTES - 3000);
    const file = writeInto(tempFolder(), 'summary.md', before);
    expect(told({ GITHUB_STEP_SUMMARY: file })).toBe('');
    const text = readFileSync(file, 'utf8');
    expect(text.slice(before.length)).toMatch(/^\n# Run [\s\S]*\nThe report was cut here, .*\n$/);
    expect(statSync(file).size).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(
      told({ GITHUB_STEP_SUMMARY: writeInto(tempFolder(), 'full', 'x'.repeat(LIMIT_BYTES)) }),
    ).toMatch(/^note: the summary of this job, \S+, has no room for the report\n$/);
  });

  test('a summary that cannot be written is a note, and no fault', () => {
    const folder = tempFolder();
    expect(told({ GITHUB_STEP_SUMMARY: folder })).toMatch(
      /^note: GITHUB_STEP_SUMMARY: \S+ cannot be written: .*EISDIR.*\n$/,
    );
  });

  test('pairs that are not valid become annotations', () => {
    const faulty = changed(comparison(), (run) => {
      run.cells = run.cells.map((cell) => notValid(cell, 'failed', 'it broke'));
    });
    expect(told({ GITHUB_ACTIONS: 'true' }, faulty)).toMatch(/^(::error title=.*::it broke\n){9}$/);
  });
});

test('elsewhere nothing is said', () => {
  expect(told({})).toBe('');
  expect(told({ GITHUB_STEP_SUMMARY: '', GITHUB_ACTIONS: 'false' })).toBe('');
});
