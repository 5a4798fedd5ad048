/** A short simulation: far from as sure as `npm run simulate`, but the same numbers each time. */
import { describe, expect, it } from '@jest/globals';
import { assess, type Assessment } from '../../simulate/assess.ts';
import { compareMethods } from '../../simulate/methods.ts';
import { methodsScenarios, misses, scenarios } from '../../simulate/scenarios.ts';
import { missed, renderMethods, renderRows } from '../../simulate/table.ts';

const RUNS = 80;
const SEED = 7;

function scenarioOf(noise: string, rounds: number, gates: 'with' | 'without') {
  const found = scenarios().find(
    (one) => one.noise === noise && one.rounds === rounds && one.gates === gates,
  );
  if (found === undefined) throw new Error(`no scenario ${noise}`);
  return found;
}

const assessed = (noise: string, rounds: number, gates: 'with' | 'without'): Assessment =>
  assess(scenarioOf(noise, rounds, gates), RUNS, SEED);

describe('the intervals', () => {
  it.each([
    ['plain, CV 2 %', 5, 'without'],
    ['CV 1 to 5 %', 3, 'without'],
    ['two states', 5, 'with'],
    ['bimodal programs', 3, 'with'],
    ['noise.json', 3, 'with'],
  ] as const)('hold the truth: %s, %d rounds, %s gates', (noise, rounds, gates) => {
    const { coverage, false_faster } = assessed(noise, rounds, gates);
    expect(coverage).toBeGreaterThan(0.92);
    expect(false_faster).toBeLessThan(0.08);
  });

  it('are hardly wider than those of somebody who knows the variance', () => {
    expect(assessed('plain, CV 2 %', 5, 'without').of_oracle).toBeLessThan(1.15);
  });
});

describe('the gates', () => {
  it('cost plain noise nothing', () => {
    const { windows, known } = assessed('plain, CV 2 %', 5, 'with');
    expect(windows).toBeLessThan(1.01);
    expect(known).toBe(1);
  });

  it('make the intervals of a machine with two states several times narrower', () => {
    const [without, kept] = (['without', 'with'] as const).map(
      (gates) => assessed('two states', 5, gates).half_width,
    );
    expect((without ?? 0) / (kept ?? Infinity)).toBeGreaterThan(3);
  });
});

describe('the simulation', () => {
  it('gives the same numbers for the same seed', () => {
    const scenario = scenarioOf('noise.json', 3, 'with');
    expect(assess(scenario, 20, 3)).toEqual(assess(scenario, 20, 3));
    expect(assess(scenario, 20, 3)).not.toEqual(assess(scenario, 20, 4));
  });

  it('marks what misses its wanted value, and never a figure that is only shown', () => {
    const assessment = {
      ...assess(scenarioOf('plain, CV 2 %', 3, 'without'), 5, 1),
      coverage: 0.9,
    };
    const row = { scenario: scenarioOf('plain, CV 2 %', 3, 'without'), assessment };
    expect(missed(row)).toEqual(['coverage']);
    expect(renderRows([row])).toContain('0.900!');
    const shown = { scenario: scenarioOf('one bimodal of nine', 3, 'with'), assessment };
    expect(missed(shown)).toEqual([]);
  });

  it('takes no number for a miss', () => {
    expect(misses(NaN, { most: 1 })).toBe(true);
    expect(misses(NaN, { least: 1 })).toBe(true);
  });

  it('fits a terminal', () => {
    const scenario = scenarioOf('bimodal, two states', 10, 'with');
    const assessment = assess(scenario, 4, 1);
    const [methods] = methodsScenarios();
    if (methods === undefined) throw new Error('no comparison of methods');
    const text = [
      renderRows([{ scenario, assessment }]),
      renderMethods([{ scenario: methods, assessment: compareMethods(methods, 4, 1) }]),
    ].join('\n');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
