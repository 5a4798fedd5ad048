/** Variants held against their base (`vary`): the figures beside the answer, a sentence each. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { VariationResult } from '../analyse/result-comparison.ts';
import { wrapHanging } from './text.ts';

export const VARIATIONS_TITLE = 'What the variants change';

/** The answer first: by throughput, at a rate that was asked for by P99. Empty: nothing was varied. */
export function answersOf({ variations, settings }: RunResult): readonly VariationResult[] {
  const metric = settings.rate_per_s === null ? 'throughput_rps' : 'p99_at_rate_ns';
  return variations.filter((one) => one.metric === metric);
}

/** As sentences of their own. */
export function furtherSentences(result: RunResult): string[] {
  const answers = answersOf(result);
  return result.variations
    .filter((one) => !answers.includes(one))
    .map(({ sentence }) => `${sentence}.`);
}

export function renderVariations(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
): string[] {
  const sentences = furtherSentences(result);
  if (sentences.length === 0) return [];
  return [
    palette.bold(VARIATIONS_TITLE),
    ...sentences.flatMap((sentence) => wrapHanging(sentence, width)),
  ];
}
