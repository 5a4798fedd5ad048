/** pairbench itself was held up at a border of a window: what it sampled there is not that of the window. */
import type { BrokenGate } from '../../measure/context.ts';

export interface WatchedWindow {
  readonly window_ms: number;
  /** Between the two samples; null: when its client's window began is not known. */
  readonly watched_ms: number | null;
}

/** Both must be exceeded. With both sides on all CPUs a border is seen up to 40 ms late. */
const MOST_MS = 100;
const MOST_SHARE = 0.1;

/** Null: it was watched from its beginning to its end. */
export function heldUp({ window_ms, watched_ms }: WatchedWindow): BrokenGate | null {
  if (watched_ms === null) return null;
  const off_ms = Math.abs(watched_ms - window_ms);
  if (off_ms <= Math.max(MOST_MS, MOST_SHARE * window_ms)) return null;
  const why = `pairbench was held up: it watched ${watched_ms.toFixed(0)} ms for a window of ${window_ms.toFixed(0)} ms`;
  return { gate: 'held_up', why };
}
