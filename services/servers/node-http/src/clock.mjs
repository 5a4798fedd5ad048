// Epoch time in ns, as a bigint: a number has no room for all its digits.

// Date.now() counts in ms. So the clock is read once, to the microsecond, and goes on by hrtime.
const offsetNs =
  BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n -
  process.hrtime.bigint();

export const epochNs = () => offsetNs + process.hrtime.bigint();
