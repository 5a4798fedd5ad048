/** The model client's orders, of exactly the length that was asked for. */

export function orderBody(
  count: number,
  timestamp_ns: bigint,
  payload_bytes: number,
): { order_id: string; body: string } {
  const start = (order_id: string) =>
    `{"order_id":"${order_id}","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":${timestamp_ns}`;
  const room = payload_bytes - start('').length - 1;
  const padding = room - 16 - ',"padding":""'.length;
  const order_id = count.toString(16).padStart(padding < 0 ? room : 16, '0');
  const end = padding < 0 ? '}' : `,"padding":"${'x'.repeat(padding)}"}`;
  return { order_id, body: start(order_id) + end };
}
