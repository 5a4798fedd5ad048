/** Finds figures that cannot be in what the tool prints and writes: no number, negative, not of the schema. */
import { runResultSchema, type RunResult } from '../../src/analyse/result.ts';

const NO_FIGURE = /\b(NaN|Infinity|undefined)\b|\[object /;
/** A minus that is no dash between two words or numbers. */
const NEGATIVE = /(?<=^|[\s(|,"])[-\u2212]\d[\d.,]*/m;
const SCRIPTS = /<script[^]*?<\/script>/g;
const NOT_TEXT = /<style[^]*?<\/style>|<[^>]+>/g;
const AROUND = 40;

/** Differences and their intervals; values that a check compares with its limit. */
const MAY_BE_NEGATIVE =
  /^(effects|rankings|noise_floor|minimum_detectable_ratio)\b|\.checks\.\d+\.value$/;

function found(pattern: RegExp, text: string, where: string): string[] {
  const match = pattern.exec(text);
  if (match === null) return [];
  const around = text.slice(Math.max(0, match.index - AROUND), match.index + AROUND);
  return [`${where}: "${match[0]}" in ${JSON.stringify(around)}`];
}

export function textProblems(text: string, where: string): string[] {
  return [...found(NO_FIGURE, text, where), ...found(NEGATIVE, text, where)];
}

/** Attributes count, too: drawings are made of numbers, of which some may be negative. */
export function htmlProblems(html: string, where: string): string[] {
  const shown = html.replaceAll(SCRIPTS, '');
  return [
    ...found(NO_FIGURE, shown, where),
    ...found(NEGATIVE, shown.replaceAll(NOT_TEXT, '\n'), where),
  ];
}

function numbersIn(value: unknown, path: string): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    numbersIn(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** Null: it is no result. */
export function readResult(text: string): RunResult | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return runResultSchema.safeParse(value).data ?? null;
}

export function resultProblems(result: RunResult, where: string): string[] {
  return numbersIn(result, '')
    .filter(
      ([path, value]) => !Number.isFinite(value) || (value < 0 && !MAY_BE_NEGATIVE.test(path)),
    )
    .map(([path, value]) => `${where}: ${path} is ${value}`);
}
