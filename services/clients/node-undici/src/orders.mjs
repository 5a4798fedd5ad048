// Builds the orders, each of exactly the length asked for, and checks the answers.
import { EpochDigits } from './clock.mjs';
import { Failure } from './failures.mjs';

export const SHORTEST_BODY_BYTES = 100;
export const LONGEST_BODY_BYTES = 65_536;

const EPOCH_NS_DIGITS = 19;
const ID_DIGITS = 16;
const MAX_INT64 = 2 ** 63;

const BEFORE_ID = '{"order_id":"';
const BEFORE_TIMESTAMP = '","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":';
const BEFORE_PADDING = ',"padding":"';
const SHORTEST_END = '}';
const PADDED_END = '"}';

export class OrderBuilder {
  #number;
  #step;
  #idDigits;
  #end;
  #epoch = new EpochDigits();

  /** Numbers its orders first, first + step, ...: the threads of a run never use the same. */
  constructor(payloadBytes, first, step) {
    const free = payloadBytes - BEFORE_ID.length - BEFORE_TIMESTAMP.length - EPOCH_NS_DIGITS;
    const paddingBytes = free - ID_DIGITS - BEFORE_PADDING.length - PADDED_END.length;
    const isPadded = paddingBytes >= 0;
    this.#number = first;
    this.#step = step;
    this.#idDigits = isPadded ? ID_DIGITS : free - SHORTEST_END.length;
    this.#end = isPadded ? BEFORE_PADDING + 'x'.repeat(paddingBytes) + PADDED_END : SHORTEST_END;
  }

  nextId() {
    const id = this.#number.toString(16).padStart(this.#idDigits, '0');
    this.#number += this.#step;
    return id;
  }

  /** `timeNs` is one of `nowNs`: the look at the clock that stamps an order also begins its round trip. */
  bodyOf(id, timeNs) {
    return BEFORE_ID + id + BEFORE_TIMESTAMP + this.#epoch.at(timeNs) + this.#end;
  }
}

/** The answer's latency_ns; throws a Failure if this is no success for this order. */
export function serverLatencyNs(status, text, orderId) {
  if (status !== 200) throw new Failure('http_status', `status ${status}`, status);
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Failure('bad_body', 'the answer is not JSON');
  }
  // JSON.parse has rounded the epoch times in it; the difference is exact below 2^53, and what is
  // above that is only counted.
  const latencyNs = answer?.latency_ns;
  const isGood =
    answer?.status === 'success' &&
    answer.order_id === orderId &&
    Number.isInteger(latencyNs) &&
    Math.abs(latencyNs) <= MAX_INT64;
  if (!isGood) throw new Failure('bad_body', 'the answer is not a success for this order');
  return latencyNs;
}
