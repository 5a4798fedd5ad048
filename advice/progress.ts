/** What is said before each line: which of how many, and how long it may still take. */
import { isCompared, type Line } from './line.ts';

/** A line without windows, be it probed or one whose service is not there. */
const PROBE_MS = 3000;
/** Starting and stopping server and client, and what the machine disturbs, as seen on 2 cores. */
const BESIDE_WINDOW_MS = 1100;
const FULL_LOAD_ROUNDS = 3;

export interface Lengths {
  readonly rounds: number;
  readonly window_ms: number;
}

/** Builds left out. */
export function expectedMs(line: Line, { rounds, window_ms }: Lengths): number {
  if (!isCompared(line)) return PROBE_MS;
  const isRated = line.sides.some(({ load }) => load?.rate_share !== undefined);
  const windows = line.sides.length * rounds + (isRated ? Math.min(rounds, FULL_LOAD_ROUNDS) : 0);
  return windows * (window_ms + BESIDE_WINDOW_MS);
}

function minutesWords(left_ms: number): string {
  const minutes = Math.round(left_ms / 60_000);
  return minutes < 1 ? 'less than a minute' : `about ${minutes} min`;
}

/** `line 7 of 46, about 21 min left`. `left`: this line and those behind it that are to be measured. */
export function progressWords(place: number, of: number, left_ms: number): string {
  return `line ${place} of ${of}, ${minutesWords(left_ms)} left`;
}
