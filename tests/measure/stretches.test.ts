import { describe, expect, it } from '@jest/globals';
import { ratePerS, stretchesOf, stretchRates, windowRates } from '../../src/measure/stretches.ts';

/** At these ms, a counter with these values. */
const samples = (...pairs: (readonly [number, number | null])[]) =>
  pairs.map(([elapsed_ms, value]) => ({ elapsed_ns: elapsed_ms * 1e6, value }));
const borders = (...at_ms: number[]) =>
  stretchesOf(samples(...at_ms.map((ms) => [ms, 0] as const))).map(({ from, to }) => [
    from.elapsed_ns / 1e6,
    to.elapsed_ns / 1e6,
  ]);
const value = (sample: { readonly value: number | null }): number | null => sample.value;

describe('stretches', () => {
  it('go from second to second', () => {
    expect(borders(0, 1001, 2004)).toEqual([
      [0, 1001],
      [1001, 2004],
    ]);
  });

  it('hold a short rest together with the second before it', () => {
    expect(borders(0, 1000, 2000, 2003)).toEqual([
      [0, 1000],
      [1000, 2003],
    ]);
    expect(borders(0, 1000, 1800)).toEqual([
      [0, 1000],
      [1000, 1800],
    ]);
  });

  it('are one for a window that is short', () => {
    expect(borders(0, 120)).toEqual([[0, 120]]);
    expect(borders(0, 1000, 1010)).toEqual([[0, 1010]]);
  });

  it('are none without two samples', () => {
    expect(borders()).toEqual([]);
    expect(borders(0)).toEqual([]);
  });

  it('leave out a sample that came too close to the one before', () => {
    expect(borders(0, 1900, 2000, 3000)).toEqual([
      [0, 1900],
      [1900, 3000],
    ]);
  });
});

describe('rates', () => {
  const even = samples([0, 0], [1000, 100], [2000, 400], [2500, 500]);

  it('are per second, whatever the length', () => {
    expect(stretchRates([even], value)).toEqual([100, 300, 200]);
    expect(windowRates([even, samples([0, 5], [500, 6])], value)).toEqual([200, 2]);
  });

  it('of a window go up to where the counter is known', () => {
    const window = samples([0, 10], [1000, 30], [1400, null]);
    expect(windowRates([window], value)).toEqual([20]);
    expect(stretchRates([window], value)).toEqual([20]);
    expect(windowRates([samples([0, 10], [1000, null])], value)).toEqual([]);
    expect(windowRates([samples([0, null], [1000, null])], value)).toEqual([]);
  });

  it('are not known where an end is not', () => {
    const [from, to] = samples([0, null], [1000, 7]);
    if (from === undefined || to === undefined) throw new Error('two samples were made');
    expect(ratePerS({ from, to }, value)).toBeNull();
    const holed = samples([0, 0], [1000, null], [2000, 10], [3000, 30]);
    expect(stretchRates([holed], value)).toEqual([20]);
    expect(windowRates([holed], value)).toEqual([10]);
    expect(windowRates([samples([0, null], [1000, 3])], value)).toEqual([]);
  });
});
