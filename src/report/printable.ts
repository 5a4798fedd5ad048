/** Text of services and users, made harmless: no control codes, no change of direction, no half characters. */
import { type RunResult, runResultSchema } from '../analyse/result.ts';
import { comparisonSchema, type RunsComparison } from '../analyse/versus/comparison.ts';

const STAND_IN = '�';

/** Controls (C0, C1), marks that turn the direction of what follows, lone surrogates. */
const HARMFUL = /[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const LINE_ENDS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** On one line. */
export function printable(text: string): string {
  return text.replaceAll(LINE_ENDS, ' ').replaceAll(HARMFUL, STAND_IN);
}

/** Line ends and tabs stay. */
export function withoutControls(text: string): string {
  return text.replaceAll(HARMFUL, (sign) => (/[\t\n\r]/.test(sign) ? sign : STAND_IN));
}

function inAllTexts(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(inAllTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [printable(key), inAllTexts(part)]),
  );
}

/** The same result, all of whose texts can be printed. */
export function printableResult(result: RunResult): RunResult {
  return runResultSchema.parse(inAllTexts(result));
}

export function printableComparison(comparison: RunsComparison): RunsComparison {
  return comparisonSchema.parse(inAllTexts(comparison));
}
