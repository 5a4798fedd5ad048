// Reads an order from the bytes of a body, as strictly as the contract wants it.
import { isUtf8 } from 'node:buffer';
import { integersOf } from './integers.mjs';

/** The message is the contract's, and goes to the client with status 400. */
export class OrderError extends Error {}

const INTEGER = /^-?\d+$/;
const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT32 = -(2 ** 31);
const MAX_INT64 = 2n ** 63n - 1n;

/** Gives {orderId, timestampNs}, the latter as a bigint, or throws an OrderError. */
export function readOrder(body) {
  const text = wellFormedText(body);
  const order = parseObject(text);
  if (text.includes('\\u')) refuseLoneSurrogates(text);
  const literals = integersOf(text);
  const { order_id, symbol, quantity, price } = order;
  if (typeof order_id !== 'string') throw new OrderError('order_id must be a string');
  if (typeof symbol !== 'string') throw new OrderError('symbol must be a string');
  if (!INTEGER.test(literals.quantity) || quantity < MIN_INT32 || quantity > MAX_INT32) {
    throw new OrderError(`quantity must be an integer from ${MIN_INT32} to ${MAX_INT32}`);
  }
  // A number that overflows was read as Infinity.
  if (!Number.isFinite(price)) throw new OrderError('price must be a finite number');
  return { orderId: order_id, timestampNs: timestampNs(literals.timestamp) };
}

function timestampNs(literal) {
  const value = INTEGER.test(literal) ? BigInt(literal) : -1n;
  if (value >= 0n && value <= MAX_INT64) return value;
  throw new OrderError(`timestamp must be an integer from 0 to ${MAX_INT64}`);
}

function notOneObject() {
  return new OrderError('the body must be one JSON object in valid UTF-8');
}

function wellFormedText(body) {
  if (!isUtf8(body)) throw notOneObject();
  return body.toString();
}

function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw notOneObject();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notOneObject();
  return value;
}

/** JSON.parse takes "\ud800" for a string. */
function refuseLoneSurrogates(text) {
  for (const [string] of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    if (!JSON.parse(string).isWellFormed()) throw notOneObject();
  }
}
