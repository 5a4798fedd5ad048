/** Holds the figures of a run against its thresholds: one verdict for each pair that a threshold names. */
import { pairName } from '../comparison/compared.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import type { Cell } from '../result.ts';
import { type Judged, type MeasuredValue, measuredValue } from './measured-value.ts';
import { concerns } from './read-threshold.ts';
import type { Operator, Threshold, ThresholdVerdict } from './threshold.ts';
import { rangeWords, valueWords } from './words.ts';

/** By threshold, then by pair in the order of the table. */
export function judgeThresholds(
  thresholds: readonly Threshold[],
  judged: Judged,
): ThresholdVerdict[] {
  return thresholds.flatMap((threshold) =>
    judged.cells
      .filter((cell) => concerns(threshold, cell))
      .map((cell) => verdictOf(cell, threshold, judged)),
  );
}

function verdictOf(cell: Cell, threshold: Threshold, judged: Judged): ThresholdVerdict {
  const { metric, operator, limit, limit_text, unit } = threshold;
  const measured = measuredValue(cell, threshold, judged);
  const { value, latency } = measured;
  const verdict = value === null ? 'no-data' : holds(value, operator, limit) ? 'pass' : 'fail';
  return {
    name: `${pairName(cell)} ${metric}${operator}${limit_text}`,
    verdict,
    sentence: sentence(measured, verdict, threshold),
    server: cell.server,
    client: cell.client,
    threshold: threshold.text,
    ...{ metric, operator, limit, value, unit, latency },
  };
}

function holds(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
  }
}

function sentence(
  { what, value, interval, absent }: MeasuredValue,
  verdict: GateVerdict['verdict'],
  threshold: Threshold,
): string {
  const { operator, limit, limit_text } = threshold;
  const wanted = `${operator} ${limit_text}`;
  if (value === null) return `${what} is not known: ${absent ?? 'there is no reason given'}`;
  const is = `${what} is ${valueWords(value, threshold)}`;
  const close =
    interval === null || interval.low > limit || interval.high < limit
      ? ''
      : `; close: its 95 % interval, ${rangeWords(interval.low, interval.high, threshold)}, holds the limit`;
  return `${is}, ${verdict === 'pass' ? 'as wanted:' : 'wanted is'} ${wanted}${close}`;
}
