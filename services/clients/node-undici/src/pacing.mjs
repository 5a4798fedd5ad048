// When a free connection may send its next order: at once (closed loop), or when one is due (open loop).
import { nowNs } from './clock.mjs';

/** setTimeout counts in whole milliseconds, so the last two before a due time are spent turning. */
const TURN_BELOW_NS = 2e6;
const NS_PER_S = 1e9;

export class ClosedLoop {
  /** `send` is called with the lane and the time from which its round trip counts; null: from the send. */
  constructor(send) {
    this.offer = (lane) => send(lane, null);
  }

  /** Gives the lanes that wait for an order: none. */
  end() {
    return [];
  }

  account() {
    return null;
  }
}

/** Orders are due at start + i/R; a thread has every `step`th of them, from `first` on. */
export class OpenLoop {
  #send;
  #ratePerS;
  #startNs;
  #first;
  #step;
  #sent = 0;
  #waiting = []; // free lanes, first come first served
  #cancelWake = null;

  constructor(send, ratePerS, startNs, { first, step }) {
    this.#send = send;
    this.#ratePerS = ratePerS;
    this.#startNs = startNs;
    this.#first = first;
    this.#step = step;
  }

  offer(lane) {
    this.#waiting.push(lane);
    this.#release();
  }

  end() {
    this.#cancelWake?.();
    return this.#waiting.splice(0);
  }

  /** `due` and `unsent` of a window. */
  account(fromNs, toNs) {
    const from = this.#firstDueAt(fromNs);
    const to = this.#firstDueAt(toNs);
    const unsent = Math.max(0, to - Math.max(from, this.#sent));
    return { rate_per_s: this.#ratePerS, due: to - from, unsent };
  }

  #release() {
    while (this.#waiting.length > 0 && this.#dueNs(this.#sent) <= nowNs()) {
      const dueNs = this.#dueNs(this.#sent);
      this.#sent += 1;
      this.#send(this.#waiting.shift(), dueNs);
    }
    if (this.#waiting.length > 0 && this.#cancelWake === null) this.#wakeForNext();
  }

  #wakeForNext() {
    const wake = () => {
      this.#cancelWake = null;
      this.#release();
    };
    const waitNs = this.#dueNs(this.#sent) - nowNs();
    if (waitNs < TURN_BELOW_NS) {
      const immediate = setImmediate(wake);
      this.#cancelWake = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(wake, Math.floor((waitNs - TURN_BELOW_NS / 2) / 1e6));
      this.#cancelWake = () => clearTimeout(timer);
    }
  }

  #dueNs(number) {
    const i = this.#first + number * this.#step;
    return this.#startNs + Math.floor((i * NS_PER_S) / this.#ratePerS);
  }

  /** The number of the first order of this thread that is due at or after this time. */
  #firstDueAt(timeNs) {
    const estimate = ((timeNs - this.#startNs) * this.#ratePerS) / NS_PER_S;
    let number = Math.max(Math.floor((estimate - this.#first) / this.#step) - 1, 0);
    while (this.#dueNs(number) < timeNs) number += 1;
    return number;
  }
}
