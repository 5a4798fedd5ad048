/** Epoch nanoseconds with the resolution of the monotonic clock; `Date.now()` alone would be up to 1 ms late. */

const CALIBRATIONS = 3;

/** Blocks for about 3 ms: it waits for the clock's next whole milliseconds. */
export function calibratedWallClock(): () => bigint {
  const offsets_ns = Array.from({ length: CALIBRATIONS }, offsetAtNextTick_ns);
  // Being interrupted between the two clocks can only make an offset smaller.
  const offset_ns = offsets_ns.reduce((a, b) => (a > b ? a : b));
  return () => process.hrtime.bigint() + offset_ns;
}

function offsetAtNextTick_ns(): bigint {
  const before_ms = Date.now();
  let now_ms = before_ms;
  while (now_ms === before_ms) {
    now_ms = Date.now();
  }
  return BigInt(now_ms) * 1_000_000n - process.hrtime.bigint();
}
