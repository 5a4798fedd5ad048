/** The result as one JSON document, the form that other programs read. */
import { type RunResult, runResultSchema } from '../analyse/result.ts';
import { comparisonSchema, type RunsComparison } from '../analyse/versus/comparison.ts';

export function renderComparisonJson(comparison: RunsComparison): string {
  return `${JSON.stringify(comparisonSchema.parse(comparison), null, 2)}\n`;
}

/** The schema refuses NaN and Infinity, which `JSON.stringify` would turn into null without a reason. */
export function renderJson(result: RunResult): string {
  return `${JSON.stringify(runResultSchema.parse(result), null, 2)}\n`;
}
