// What is recorded, apart for warm-up, window and drain, and which phase a completion falls in.
import { Recorder } from './distribution.mjs';
import { countFailure, mergeCounts } from './failures.mjs';

export const NEVER_NS = Infinity;

class Phase {
  completed = 0;
  failed = 0;
  errors = {};

  constructor(name, startsNs, endsNs) {
    this.name = name;
    this.startsNs = startsNs;
    this.endsNs = endsNs;
  }
}

/** Hands out the N requests of the window, over all threads. */
export class Tickets {
  static shared(requests) {
    const memory = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    memory[0] = requests;
    return memory;
  }

  #left;

  constructor(memory) {
    this.#left = memory;
  }

  /** How many are left after this one; below 0: there was none. */
  take() {
    return Atomics.sub(this.#left, 0, 1) - 1;
  }

  get areGone() {
    return Atomics.load(this.#left, 0) <= 0;
  }
}

/** A completion's own time decides where it is counted, not when a timer fires. */
export class Phases {
  /** Called after each change of `current`. */
  onChange = () => {};
  #isOpenLoop;
  #tickets;
  #rtt = new Recorder();
  #serverLatency = new Recorder();
  #sendDelay = new Recorder();
  #failureRtt = { count: 0, sum: 0n, max: 0 };

  /** `tickets` is null where the window has a duration. */
  constructor(startNs, { warmup_ms, duration_ms, rate_per_s }, tickets) {
    const windowStartsNs = startNs + warmup_ms * 1e6;
    const windowEndsNs = duration_ms === null ? NEVER_NS : windowStartsNs + duration_ms * 1e6;
    this.warmup = new Phase('warmup', startNs, windowStartsNs);
    this.window = new Phase('window', windowStartsNs, windowEndsNs);
    this.drain = new Phase('drain', windowEndsNs, NEVER_NS);
    this.current = this.warmup;
    this.#isOpenLoop = rate_per_s !== null;
    this.#tickets = tickets;
  }

  get haveEnded() {
    return this.current === this.drain;
  }

  succeeded(timeNs, rttNs, serverLatencyNs, sendDelayNs) {
    const phase = this.#phaseOfCompletion(timeNs);
    phase.completed += 1;
    if (phase === this.window) {
      this.#rtt.record(rttNs);
      this.#serverLatency.record(serverLatencyNs);
      if (this.#isOpenLoop) this.#sendDelay.record(sendDelayNs);
    }
    this.#announce(timeNs);
  }

  failed(timeNs, rttNs, failure) {
    const phase = this.#phaseOfCompletion(timeNs);
    phase.failed += 1;
    countFailure(phase.errors, failure);
    if (phase === this.window) {
      this.#failureRtt.count += 1;
      this.#failureRtt.sum += BigInt(rttNs);
      this.#failureRtt.max = Math.max(this.#failureRtt.max, rttNs);
    }
    this.#announce(timeNs);
  }

  /** Goes on to the phase that this time is in; also ends a window whose requests other threads have had. */
  advance(timeNs) {
    this.#announce(timeNs);
    if (this.current !== this.window || !this.#tickets?.areGone) return;
    this.#endWindow(timeNs);
    this.#announce(timeNs);
  }

  /** All that the result tells of the phases. */
  account() {
    const { warmup, window, drain } = this;
    return {
      window_ns: window.endsNs - window.startsNs,
      requests: { warmup: warmup.completed, window: window.completed, drained: drain.completed },
      rtt_ns: this.#rtt.distribution(),
      server_latency_ns: this.#serverLatency.distribution(),
      errors: window.errors,
      errors_outside_window: mergeCounts(warmup.errors, drain.errors),
      failure_rtt_ns: this.#failureRtt,
      send_delay_ns: this.#isOpenLoop ? this.#sendDelay.distribution() : null,
    };
  }

  #phaseOfCompletion(timeNs) {
    if (timeNs >= this.current.endsNs) this.#announce(timeNs);
    const phase = this.current;
    if (phase !== this.window || this.#tickets === null) return phase;
    const left = this.#tickets.take();
    if (left <= 0) this.#endWindow(timeNs);
    // Without a ticket: another thread took the last one a moment ago.
    return left >= 0 ? phase : this.drain;
  }

  #endWindow(timeNs) {
    this.window.endsNs = Math.min(this.window.endsNs, timeNs);
    this.drain.startsNs = this.window.endsNs;
  }

  #announce(timeNs) {
    while (timeNs >= this.current.endsNs) {
      this.current = this.current === this.warmup ? this.window : this.drain;
      this.onChange();
    }
  }
}
