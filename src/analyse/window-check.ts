/** The form of a check of one window, and how those of all rounds become one of the cell. */
import type { Check } from './result.ts';

export interface WindowCheck {
  readonly name: string;
  /** Null: there was nothing that could be compared. */
  readonly value: number | null;
  readonly limit: string;
  /** How far the value is beyond the limit; it is kept up to 0. */
  readonly excess: number;
  /** One clause for the reader, in case it is not kept. */
  readonly reason: string;
}

export interface RoundCheck extends WindowCheck {
  readonly round: number;
}

/** Distance of a value to the range that it must lie in; negative inside it. */
export function beyond(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high);
}

/** One check for each name, with the worst round's value. */
export function worstOfRounds(checks: readonly RoundCheck[]): Check[] {
  const worst = new Map<string, RoundCheck>();
  for (const check of checks) {
    const known = worst.get(check.name);
    if (known === undefined || check.excess > known.excess) worst.set(check.name, check);
  }
  return [...worst.values()].map(({ name, value, limit, excess }) => ({
    name,
    ok: excess <= 0,
    value,
    limit,
  }));
}

export function brokenReasons(checks: readonly RoundCheck[]): string[] {
  return checks
    .filter(({ excess }) => excess > 0)
    .map(({ round, reason }) => `round ${round}: ${reason}`);
}
