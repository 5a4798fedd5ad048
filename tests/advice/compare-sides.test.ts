/** What sides say of each other: ratios paired by round, the metric that decides, verdicts. */
import { describe, expect, it } from '@jest/globals';
import { compareSides } from '../../advice/measure/compare-sides.ts';
import { NotMeasured } from '../../advice/not-measured.ts';
import { measuredSentences } from '../../advice/sentence.ts';
import type { ComparedLine } from '../../advice/line.ts';
import type { MeasuredSide } from '../../advice/measure/compare-sides.ts';
import { LINE, side } from './fixtures.ts';

function measured(line: ComparedLine, sides: readonly MeasuredSide[]) {
  const outcome = compareSides(line, sides);
  if (outcome.kind !== 'measured') throw new Error(outcome.reason);
  return outcome;
}

function said(line: ComparedLine, ...sides: readonly MeasuredSide[]): string[] {
  return measuredSentences(measured(line, sides), line);
}

describe('sides that are held against the first', () => {
  it('have ratios with intervals that the change of all rounds does not widen', () => {
    const { comparisons } = measured(LINE, [side('the fast loop', 1), side('the slow loop', 1.3)]);
    const [only] = comparisons;
    expect(only).toMatchObject({ rounds: 6, decided_by: 'throughput_rps', verdict: 'worse' });
    const { throughput_rps, cpu_us_per_request } = only?.ratios ?? {};
    expect(throughput_rps?.estimate).toBeCloseTo(1 / 1.3, 2);
    expect(cpu_us_per_request?.estimate).toBeCloseTo(1.3, 2);
    const { low, high } = cpu_us_per_request ?? {};
    expect((high ?? 0) / (low ?? 1)).toBeLessThan(1.02);
  });

  it('are told in a sentence with every figure', () => {
    const [sentence] = said(LINE, side('the fast loop', 1), side('the slow loop', 1.3));
    expect(sentence).toMatch(
      /^It pays: with the slow loop the throughput is 0\.7\d+ \(0\.7\d+-0\.7\d+\) times that with the fast loop; the CPU time per request of the server is 1\.3\d* \(1\.\d+-1\.\d+\) times, the P50 is 1\.3/,
    );
  });

  it('are told apart by CPU time where the other side was the limit', () => {
    const sides = [side('the fast loop', 1, 'client'), side('the slow loop', 1.3, 'server')];
    const [sentence] = said(LINE, ...sides);
    expect(sentence).toMatch(
      /^It pays, by CPU time since the client was the limit: with the slow loop the CPU time per request of the server is 1\.3/,
    );
  });

  it('are not told apart where the interval holds 1', () => {
    const [sentence] = said(LINE, side('the fast loop', 1), side('the slow loop', 1.0001));
    expect(sentence).toMatch(
      /^No difference found: with the slow loop the throughput is 1\.00 \(1\.00-1\.00\) times/,
    );
  });

  it('pay the other way round where the advice speaks for them', () => {
    const line: ComparedLine = { ...LINE, advised: 'others' };
    const [sentence] = said(line, side('the fast loop', 1), side('the slow loop', 1.3));
    expect(sentence).toMatch(/^It does not pay: with the slow loop /);
  });

  it('at a rate say nothing by their throughput, but how busy they are', () => {
    const [first, second] = LINE.sides;
    const line: ComparedLine = {
      ...{ ...LINE, by: 'p99' },
      sides: [
        { ...first, load: { rate_share: 0.8 } },
        { ...second, load: { rate_share: 0.9 } },
      ],
    };
    const at = { open_loop: true };
    const [sentence] = said(
      line,
      side('the fast loop', 1, 'neither', at),
      side('the slow loop', 1.3, 'neither', at),
    );
    expect(sentence).toMatch(
      /^It pays: with the slow loop, the server 100 % busy, the P99 is 1\.3.* that with the fast loop, the server 100 % busy; /,
    );
    expect(sentence).not.toContain('throughput');
  });

  it('are no answer with fewer than three rounds in common', () => {
    const few = side('the slow loop', 1.3);
    const sides = [side('the fast loop', 1), { ...few, windows: few.windows.slice(0, 2) }];
    expect(() => compareSides(LINE, sides)).toThrow(NotMeasured);
    expect(() => compareSides(LINE, sides)).toThrow(
      'the slow loop and the fast loop have 2 rounds in common that the machine did not disturb',
    );
  });

  it('are no answer where the figure that decides is not known', () => {
    const line: ComparedLine = { ...LINE, by: 'p99' };
    const without = { p99_ns: null };
    const sides = [side('the fast loop', 1, 'server', without), side('the slow loop', 1)];
    expect(() => compareSides(line, sides)).toThrow(NotMeasured);
  });
});
