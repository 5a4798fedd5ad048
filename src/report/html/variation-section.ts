/** Variants held against their base: all that was found, a sentence each. */
import type { RunResult } from '../../analyse/result.ts';
import { answersOf, furtherSentences, VARIATIONS_TITLE } from '../variations.ts';
import type { Section } from './figure.ts';
import { list } from './words.ts';

/** None where nothing was varied. */
export function variationSection(result: RunResult): Section[] {
  if (result.variations.length === 0) return [];
  const answers = answersOf(result).map(({ sentence }) => `${sentence}.`);
  const content = list([...answers, ...furtherSentences(result)]);
  return [{ id: 'variants', short: 'Variants', width: 'full', title: VARIATIONS_TITLE, content }];
}
