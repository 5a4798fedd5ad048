import { describe, expect, test } from '@jest/globals';
import { renderAnnotations, renderGateAnnotations } from '../../src/report/annotations.ts';
import { changed, notValid } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';
import { hostileResult } from './hostile.ts';
import { COMPARISON, shown } from './versus-fixture.ts';

function linesOf(text: string): string[] {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

describe('annotations of a CI job', () => {
  test('are none for a run without faults', () => {
    expect(renderAnnotations(shown(comparison()))).toBe('');
  });

  test('are errors for pairs and gates, warnings for all else, in one line each', () => {
    const result = changed(comparison(), (run) => {
      run.cells = run.cells.map((cell, index) =>
        index === 0 ? notValid(cell, 'invalid', '5 % lost,\nnot 0') : cell,
      );
      run.notices = ['server and client share CPU 0'];
      run.environment.changed_during_run = ['net.core.somaxconn'];
      run.status = 'interrupted';
    });
    const gates = [
      { name: 'a:b, p99', verdict: 'fail', sentence: 'it is 7 ms' },
      { name: 'c:d', verdict: 'no-data', sentence: 'it was not measured' },
      { name: 'e:f', verdict: 'pass', sentence: 'it is 1 ms' },
    ] as const;
    expect(linesOf(renderAnnotations(shown(result, gates)))).toEqual([
      '::error title=a%3Ab%2C p99::it is 7 ms',
      '::error title=c%3Ad%3A no data::it was not measured',
      '::error title=go-gin x cpp-cpr%3A invalid::5 %25 lost,%0Anot 0',
      '::warning title=pairbench::the run is interrupted',
      '::warning title=pairbench::server and client share CPU 0',
      '::warning title=pairbench::the machine changed during the run: net.core.somaxconn',
    ]);
  });

  test('are no more than GitHub shows, and the last one says how many are left', () => {
    const result = changed(comparison(), (run) => {
      run.notices = Array.from({ length: 25 }, (_, index) => `notice ${index}`);
    });
    const lines = linesOf(renderAnnotations(shown(result)));
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::warning title=pairbench::and 16 more, see the report');
  });

  test('let no text begin a command of its own', () => {
    for (const line of linesOf(renderAnnotations(shown(hostileResult()))))
      expect(line).toMatch(/^::(error|warning) title=[^:,]*::/);
  });

  test('of a comparison are those of its gates', () => {
    const lines = linesOf(renderGateAnnotations(COMPARISON.gates));
    const unmet = COMPARISON.gates.filter(({ verdict }) => verdict !== 'pass');
    expect(lines.length).toBe(Math.min(unmet.length, 10));
    expect(lines[0]).toMatch(/^::error title=[^:,]+::/);
  });
});
