// The order that ab sends: a valid one, which is the same in every request.

/** @param {number} id_digits @param {string} timestamp @param {string} padding */
function order(id_digits, timestamp, padding) {
  return (
    `{"order_id":"${'1'.padStart(id_digits, '0')}","symbol":"AAPL","quantity":1,"price":1.5,` +
    `"timestamp":${timestamp}${padding}}`
  );
}

const ID_DIGITS = 16;
/** @param {number} bytes */
const padding = (bytes) => `,"padding":"${'x'.repeat(bytes)}"`;

/**
 * Exactly `bytes` long, in the form of the contract: a padding field takes up the rest; where there is no
 * room for one, an order_id as wide as needed.
 * @param {number} bytes
 * @param {bigint} timestamp_ns since the epoch, of 19 digits
 */
export function orderBody(bytes, timestamp_ns) {
  const timestamp = String(timestamp_ns);
  const rest = bytes - order(ID_DIGITS, timestamp, padding(0)).length;
  if (rest >= 0) return order(ID_DIGITS, timestamp, padding(rest));
  return order(ID_DIGITS + bytes - order(ID_DIGITS, timestamp, '').length, timestamp, '');
}
