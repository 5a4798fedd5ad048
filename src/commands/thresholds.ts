/** `--threshold`: read before anything runs, and refused where it means nothing. */
import stringWidth from 'string-width';
import { concerns, readThreshold } from '../analyse/thresholds/read-threshold.ts';
import type { Threshold } from '../analyse/thresholds/threshold.ts';
import { UserError } from '../host/user-error.ts';
import type { NamedPair } from '../plan/facts.ts';
import type { OptionValues } from './option-values.ts';

/** Null: none was given. Throws a UserError that shows the place of what is wrong. */
export function givenThresholds(values: OptionValues): readonly Threshold[] | null {
  const texts = values.list('threshold');
  return texts === null ? null : texts.map((text) => thresholdOf(text, values));
}

function thresholdOf(text: string, values: OptionValues): Threshold {
  const read = readThreshold(text);
  if (read.ok) return read.threshold;
  const caret = ' '.repeat(stringWidth(text.slice(0, read.at)));
  throw new UserError(
    `${values.placeOf('threshold')}, character ${read.at + 1}: ${read.fault}`,
    `  ${text}\n    ${caret}^`,
  );
}

/** A gate that looks at nothing would hold whatever happens. Throws a UserError. */
export function refuseUnmatched(
  thresholds: readonly Threshold[],
  pairs: readonly NamedPair[],
  values: OptionValues,
): void {
  const unmatched = thresholds.find((one) => !pairs.some((pair) => concerns(one, pair)));
  if (unmatched === undefined) return;
  const { text, server, client } = unmatched;
  throw new UserError(
    `${values.placeOf('threshold')}: "${text}": no pair of this run matches ${server}:${client}`,
    `there are: ${pairs.map((pair) => `${pair.server}:${pair.client}`).join(', ')}`,
  );
}
