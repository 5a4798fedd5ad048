/** How requests, answers and their bodies are written in problems: one line, shortened. */
import { types } from 'node:util';

const MAX_BODY_CHARACTERS = 160;

/** Control characters are escaped and the end is cut off, so that a body fits into a sentence. */
export function shortText(body: string | Uint8Array): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const start = text.slice(0, MAX_BODY_CHARACTERS);
  const visible = start.replace(/\p{Cc}/gu, (c) => JSON.stringify(c).slice(1, -1));
  return text.length > MAX_BODY_CHARACTERS ? `${visible}… (${text.length} characters)` : visible;
}

/** The code and the cause of an error are where network errors keep what happened. */
export function failureText(error: unknown): string {
  if (!types.isNativeError(error)) {
    return String(error);
  }
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  const cause = error.cause === undefined ? '' : `: ${failureText(error.cause)}`;
  return error.message + code + cause;
}

/** `expected 8 connections, got 9`, or nothing when they are the same. */
export function different(
  what: string,
  expected: string | number,
  got: string | number,
): readonly string[] {
  return expected === got ? [] : [`${what}: expected ${expected}, got ${got}`];
}

/** More problems than these say nothing new. */
const MAX_PROBLEMS = 10;

export function shortList(problems: readonly string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  return [...problems.slice(0, MAX_PROBLEMS), `and ${problems.length - MAX_PROBLEMS} more`];
}
