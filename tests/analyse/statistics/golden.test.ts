/** Against values of scipy and numpy, see make-golden.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { compareEntries } from '../../../src/analyse/statistics/compare.ts';
import { twoFactorEffects } from '../../../src/analyse/statistics/effects.ts';
import { holm } from '../../../src/analyse/statistics/holm.ts';
import { fitLayout } from '../../../src/analyse/statistics/layout.ts';
import { quantileT, twoSidedP } from '../../../src/analyse/statistics/student-t.ts';
import { signedRanks } from '../../../src/analyse/statistics/wilcoxon.ts';
import { observe } from './observe.ts';

const values = z.array(z.number());
const interval = { low: z.number(), high: z.number() };
const goldenSchema = z.strictObject({
  t: z.strictObject({
    quantile: z.array(z.strictObject({ p: z.number(), df: z.number(), value: z.number() })),
    two_sided: z.array(z.strictObject({ t: z.number(), df: z.number(), value: z.number() })),
  }),
  paired_t: z.array(
    z.strictObject({ a: values, b: values, ratio: z.number(), ...interval, p_value: z.number() }),
  ),
  one_sample_t: z.array(z.strictObject({ values, estimate: z.number(), ...interval })),
  layouts: z.array(
    z.strictObject({
      cells: z.array(z.strictObject({ entry: z.string(), round: z.number(), value: z.number() })),
      residual_df: z.number(),
      residual_sum: z.number(),
      ratios: z.array(
        z.strictObject({
          a: z.string(),
          b: z.string(),
          ratio: z.number(),
          ...interval,
          p_value: z.number(),
        }),
      ),
    }),
  ),
  wilcoxon: z.array(
    z.strictObject({ differences: values, middle: z.number(), ...interval, p_value: z.number() }),
  ),
  holm: z.strictObject({ p_values: values, adjusted: values }),
  effects: z.strictObject({
    cells: z.array(
      z.strictObject({
        server: z.string(),
        client: z.string(),
        round: z.number(),
        value: z.number(),
      }),
    ),
    servers: z.record(z.string(), z.number()),
    clients: z.record(z.string(), z.number()),
    interaction: z.record(z.string(), z.number()),
    residual_cv: z.number(),
  }),
});

const golden = goldenSchema.parse(JSON.parse(readFileSync('tests/data/statistics.json', 'utf8')));

/** The same to nine digits. */
function expectSame(actual: number | null, expected: number): void {
  expect((actual ?? NaN) / expected).toBeCloseTo(1, 9);
}

describe("Student's t", () => {
  it.each(golden.t.quantile)('has the quantile $p with $df degrees of freedom', (one) => {
    expectSame(quantileT(one.p, one.df), one.value);
  });

  it.each(golden.t.two_sided)('exceeds $t with $df degrees of freedom as often', (one) => {
    expectSame(twoSidedP(one.t, one.df), one.value);
  });
});

describe('two entries', () => {
  it.each(golden.paired_t)('have the paired t interval of their logs', (one) => {
    const ratio = compareEntries(observe({ a: one.a, b: one.b })).ratio('a', 'b');
    expectSame(ratio.estimate, one.ratio);
    expectSame(ratio.low, one.low);
    expectSame(ratio.high, one.high);
    expectSame(ratio.p_value, one.p_value);
    expect(ratio.rounds).toBe(one.a.length);
  });
});

describe('one entry', () => {
  it.each(golden.one_sample_t)('has the t interval of its geometric mean', (one) => {
    const absolute = compareEntries(observe({ a: one.values })).absolute('a');
    expectSame(absolute.estimate, one.estimate);
    expectSame(absolute.low, one.low);
    expectSame(absolute.high, one.high);
  });
});

describe('the layout of entries and rounds', () => {
  it.each(golden.layouts)(
    'is that of least squares with dummy variables: $residual_df df',
    (one) => {
      const layout = fitLayout(one.cells);
      expect(layout.residual.df).toBe(one.residual_df);
      expectSame(layout.residual.sum, one.residual_sum);
      const comparison = compareEntries(one.cells);
      for (const { a, b, ratio, low, high, p_value } of one.ratios) {
        const actual = comparison.ratio(a, b);
        expectSame(actual.estimate, ratio);
        expectSame(actual.low, low);
        expectSame(actual.high, high);
        expectSame(actual.p_value, p_value);
        expectSame(comparison.difference(a, b)?.log ?? null, Math.log(ratio));
        expectSame(comparison.difference(a, b)?.p_value ?? null, p_value);
      }
    },
  );
});

describe('signed ranks', () => {
  it.each(golden.wilcoxon)('are exact', (one) => {
    const ranks = signedRanks(one.differences, 0.95);
    expectSame(ranks?.middle ?? null, one.middle);
    expectSame(ranks?.low ?? null, one.low);
    expectSame(ranks?.high ?? null, one.high);
    expectSame(ranks?.p_value ?? null, one.p_value);
  });
});

describe("Holm's correction", () => {
  it('steps down', () => {
    for (const [index, p] of holm(golden.holm.p_values).entries())
      expectSame(p, golden.holm.adjusted[index] ?? NaN);
  });

  it('is that of p.adjust in R', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });
});

describe('the effects of a full table', () => {
  const effects = twoFactorEffects(golden.effects.cells);
  if ('absent' in effects) throw new Error(effects.absent);

  it('are the deviations of its means', () => {
    for (const { name, ratio } of effects.servers)
      expectSame(ratio.estimate, golden.effects.servers[name] ?? NaN);
    for (const { name, ratio } of effects.clients)
      expectSame(ratio.estimate, golden.effects.clients[name] ?? NaN);
    for (const { server, client, ratio } of effects.interaction)
      expectSame(ratio.estimate, golden.effects.interaction[`${server}:${client}`] ?? NaN);
  });

  it('leave what the rounds do not explain', () => {
    expectSame(effects.residual_cv, golden.effects.residual_cv);
  });
});
