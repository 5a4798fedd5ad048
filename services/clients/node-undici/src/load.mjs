// The load of one event loop: what each connection does next, the sweeper, and the events on the way.
import { nowNs } from './clock.mjs';
import { asFailure } from './failures.mjs';
import { serverLatencyNs } from './orders.mjs';

const INTERVAL_NS = 100e6;
const REOPEN_DELAY_MS = 10;
const SHORTEST_SWEEP_MS = 5;
const LONGEST_SWEEP_MS = 100;

export class Load {
  #lanes;
  #phases;
  #orders;
  #pacer;
  #emit;
  #timeoutMs;
  #working; // lanes that have not ended
  #resolve;
  #sweeper;
  #tick;
  #intervalEndsNs;
  #told = { completed: 0, failed: 0 }; // of the current phase, by intervals

  /** `newPacer` makes a pacer that calls the function that it is given. */
  constructor({ lanes, phases, orders, newPacer, emit, timeout_ms }) {
    this.#lanes = lanes;
    this.#phases = phases;
    this.#orders = orders;
    this.#pacer = newPacer((lane, dueNs) => this.#send(lane, dueNs));
    this.#emit = emit;
    this.#timeoutMs = timeout_ms;
    this.#working = lanes.length;
  }

  get pacer() {
    return this.#pacer;
  }

  /** Resolves when the window is over and all that was in flight is answered. */
  run() {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#phases.onChange = () => this.#onPhaseChange();
      this.#intervalEndsNs = this.#phases.warmup.startsNs + INTERVAL_NS;
      const sweepMs = Math.min(
        Math.max(Math.ceil(this.#timeoutMs / 10), SHORTEST_SWEEP_MS),
        LONGEST_SWEEP_MS,
      );
      this.#sweeper = setInterval(() => this.#sweep(), sweepMs);
      for (const lane of this.#lanes) {
        lane.owner = this;
        this.#next(lane);
      }
      this.#onTick();
    });
  }

  /** Called by a lane. */
  answered(lane, status, text) {
    let latencyNs;
    try {
      latencyNs = serverLatencyNs(status, text, lane.orderId);
    } catch (error) {
      this.#count(lane, asFailure(error));
      this.#next(lane);
      return;
    }
    const timeNs = nowNs();
    const { fromNs, sentNs } = lane;
    lane.sentNs = null;
    this.#phases.succeeded(timeNs, timeNs - fromNs, latencyNs, sentNs - fromNs);
    this.#next(lane);
  }

  /** Called by a lane. */
  failed(lane, error, isOpening) {
    this.#count(lane, asFailure(error));
    if (isOpening) setTimeout(() => this.#next(lane), REOPEN_DELAY_MS);
    else this.#next(lane);
  }

  #count(lane, failure) {
    const timeNs = nowNs();
    lane.sentNs = null;
    this.#phases.failed(timeNs, timeNs - lane.fromNs, failure);
  }

  #next(lane) {
    if (this.#phases.haveEnded) this.#end();
    else this.#pacer.offer(lane);
  }

  #send(lane, dueNs) {
    lane.orderId = this.#orders.nextId();
    const sentNs = nowNs();
    const body = this.#orders.bodyOf(lane.orderId, sentNs);
    lane.sentNs = sentNs;
    lane.fromNs = dueNs ?? sentNs;
    lane.post(body);
  }

  /** Of one lane. */
  #end() {
    this.#working -= 1;
    if (this.#working > 0) return;
    clearInterval(this.#sweeper);
    clearTimeout(this.#tick);
    this.#resolve();
  }

  /** One look at all requests instead of a timer for each. */
  #sweep() {
    const limitNs = nowNs() - this.#timeoutMs * 1e6;
    for (const lane of this.#lanes) lane.failIfSentBefore(limitNs);
  }

  #onTick() {
    const timeNs = nowNs();
    this.#phases.advance(timeNs);
    const phase = this.#phases.current;
    if (this.#phases.haveEnded) return;
    if (timeNs >= this.#intervalEndsNs) this.#tellInterval(phase, timeNs);
    const wakeNs = Math.min(this.#intervalEndsNs, phase.endsNs);
    this.#tick = setTimeout(() => this.#onTick(), Math.ceil((wakeNs - timeNs) / 1e6));
  }

  #tellInterval(phase, timeNs) {
    const elapsedNs = timeNs - phase.startsNs;
    this.#emit({
      event: 'interval',
      phase: phase.name,
      elapsed_ns: elapsedNs,
      completed: phase.completed - this.#told.completed,
      errors: phase.failed - this.#told.failed,
    });
    this.#told = { completed: phase.completed, failed: phase.failed };
    this.#intervalEndsNs = timeNs - (elapsedNs % INTERVAL_NS) + INTERVAL_NS;
  }

  #onPhaseChange() {
    const { current, window, haveEnded } = this.#phases;
    if (haveEnded) {
      this.#emit({
        event: 'window_end',
        elapsed_ns: window.endsNs - window.startsNs,
        completed: window.completed,
        errors: window.failed,
      });
      this.#pacer.end().forEach(() => this.#end());
      return;
    }
    this.#emit({ event: 'measuring' });
    this.#told = { completed: 0, failed: 0 };
    this.#intervalEndsNs = current.startsNs + INTERVAL_NS;
  }
}
