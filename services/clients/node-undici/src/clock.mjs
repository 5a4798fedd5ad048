// The clocks: one monotonic time for all threads of a run, and epoch time for the orders' timestamps.

/** What a thread needs so that its clocks agree with the main thread's. */
export const mainOrigin = {
  // The machine's monotonic clock, and the epoch, at the main thread's time 0.
  monotonicNs: process.hrtime.bigint() - BigInt(Math.round(performance.now() * 1e6)),
  epochNs: BigInt(Math.round(performance.timeOrigin * 1e3)) * 1000n,
};

/** Of this thread's own clock against the run's; none in the main thread. */
let offsetNs = 0;
let epochOriginNs = mainOrigin.epochNs;

/** For a thread: take over the main thread's `mainOrigin`. */
export function followOrigin({ monotonicNs, epochNs }) {
  const sinceOriginNs = Number(process.hrtime.bigint() - monotonicNs);
  offsetNs = sinceOriginNs - Math.round(performance.now() * 1e6);
  epochOriginNs = epochNs;
}

/** Since the start of the main thread; a number is exact for 104 days. */
export const nowNs = () => Math.round(performance.now() * 1e6) + offsetNs;

const NS_PER_S = 1_000_000_000;

/** Writes epoch times: a number has no room for their 19 digits, and a bigint takes longer. */
export class EpochDigits {
  #originS = Number(epochOriginNs / BigInt(NS_PER_S));
  #restNs = Number(epochOriginNs % BigInt(NS_PER_S));
  #second = NaN;
  #secondDigits = '';

  /** The digits of the epoch time, in ns, at a time of `nowNs`. */
  at(timeNs) {
    const sinceNs = timeNs + this.#restNs;
    const second = Math.floor(sinceNs / NS_PER_S);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondDigits = String(this.#originS + second);
    }
    // The 1 in front keeps the zeros behind it.
    return this.#secondDigits + String(NS_PER_S + sinceNs - second * NS_PER_S).slice(1);
  }
}
