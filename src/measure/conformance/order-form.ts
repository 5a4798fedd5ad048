/** The form that the contract gives to the body of a client's order. */

const FORM =
  /^\{"order_id":"([0-9a-f]+)","symbol":"AAPL","quantity":1,"price":1\.5,"timestamp":(\d{1,19})(,"padding":"x*")?\}$/i;

const FORM_TEXT =
  '{"order_id":"<hex>","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":<ns>,"padding":"xxx…"}';

/** Digits of an `order_id` where there is room for a padding field. */
const PADDED_ID_DIGITS = 16;

const SHORTEST_PADDED = FORM_TEXT.replace('<hex>', '0'.repeat(PADDED_ID_DIGITS))
  .replace('<ns>', String(10n ** 18n))
  .replace('xxx…', '').length;

export interface OrderBody {
  readonly order_id: string;
  readonly timestamp_ns: bigint;
}

/** Null: not of this form. */
export function readOrderBody(body: string): OrderBody | null {
  const [, order_id, timestamp] = FORM.exec(body) ?? [];
  return order_id === undefined || timestamp === undefined
    ? null
    : { order_id, timestamp_ns: BigInt(timestamp) };
}

/** The rule that the body breaks; null: none. */
export function bodyFault(body: string, payload_bytes: number): string | null {
  const match = FORM.exec(body);
  if (match === null) {
    return `the body must have the form ${FORM_TEXT}`;
  }
  if (body.length !== payload_bytes) {
    return `the body must have exactly ${payload_bytes} bytes`;
  }
  const padded = payload_bytes >= SHORTEST_PADDED;
  if (padded !== (match[3] !== undefined)) {
    return padded
      ? `a body of ${payload_bytes} bytes has room for padding`
      : `a body of ${payload_bytes} bytes has no room for padding`;
  }
  return padded && match[1]?.length !== PADDED_ID_DIGITS
    ? `order_id must have ${PADDED_ID_DIGITS} digits where there is padding`
    : null;
}
