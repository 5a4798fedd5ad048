/** The result as one JSON document, the form that other programs read. */
import { type RunResult, runResultSchema } from '../analyse/result.ts';

/** The schema refuses NaN and Infinity, which `JSON.stringify` would turn into null without a reason. */
export function renderJson(result: RunResult): string {
  return `${JSON.stringify(runResultSchema.parse(result), null, 2)}\n`;
}
