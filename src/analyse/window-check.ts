/** The form of a check of one window, and how those of all rounds become one of the cell. */
import type { Check } from './result.ts';

export interface WindowCheck {
  readonly name: string;
  /** Null: there was nothing that could be compared. */
  readonly value: number | null;
  readonly limit: string;
  /** How far the value is beyond the limit; it is kept up to 0. Null: it could not be checked. */
  readonly excess: number | null;
  /** One clause for the reader, in case it is not kept or could not be checked. */
  readonly reason: string;
}

export interface RoundCheck extends WindowCheck {
  readonly round: number;
}

/** Distance of a value to the range that it must lie in; negative inside it. */
export function beyond(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high);
}

/** What was not checked outweighs what is kept, and what is broken outweighs all. */
function weight({ excess }: RoundCheck): number {
  if (excess === null) return 0;
  if (Number.isNaN(excess)) return Infinity;
  return excess > 0 ? excess : excess - Number.MIN_VALUE;
}

/** What the checks of all rounds come to; a long run has too many to keep them. */
interface Verdict {
  /** One check for each name, with the worst round's value. */
  readonly worst: readonly RoundCheck[];
  /** Why each broken one is broken. */
  readonly reasons: readonly string[];
}

export function verdictOf(checks: Iterable<RoundCheck>): Verdict {
  const worst = new Map<string, RoundCheck>();
  const reasons: string[] = [];
  for (const check of checks) {
    const known = worst.get(check.name);
    if (known === undefined || weight(check) > weight(known)) worst.set(check.name, check);
    if (isBroken(check)) reasons.push(`round ${check.round}: ${check.reason}`);
  }
  return { worst: [...worst.values()], reasons };
}

/** A value that no number can hold, as of a division by next to nothing, has none. */
export function toCheck({ name, value, limit, excess }: RoundCheck): Check {
  const held = value !== null && Number.isFinite(value) ? value : null;
  return { name, ok: excess === null ? null : !isBeyond(excess), value: held, limit };
}

export function isBroken({ excess }: WindowCheck): boolean {
  return excess !== null && isBeyond(excess);
}

/** What is not a number keeps no limit. */
function isBeyond(excess: number): boolean {
  return !(excess <= 0);
}
