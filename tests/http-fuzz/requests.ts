/** Requests as bytes, right ones to begin with. */

export const ORDER =
  '{"order_id":"a1","symbol":"AAPL","quantity":100,"price":150.25,"timestamp":1764039641123456789}';

interface RequestParts {
  readonly line?: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** Null: none. */
  readonly length?: string | null;
}

/** An order to the letter of the contract, but for the parts given. */
export function requestOf({ line, headers, body = ORDER, length }: RequestParts = {}): Buffer {
  const bytes = Buffer.from(body);
  const given = length === undefined ? String(bytes.length) : length;
  const head = [
    line ?? 'POST /order HTTP/1.1',
    ...(headers ?? ['Host: a', 'Content-Type: application/json']),
    ...(given === null ? [] : [`Content-Length: ${given}`]),
    '\r\n',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), bytes]);
}

const PLAIN = ['Host: a', 'Content-Type: application/json'];

/** With more headers. */
export function orderWith(...headers: readonly string[]): Buffer {
  return requestOf({ headers: [...PLAIN, ...headers] });
}

/** In these chunks, written as given. */
export function chunked(body: string, ...headers: readonly string[]): Buffer {
  return requestOf({
    headers: [...PLAIN, ...headers, 'Transfer-Encoding: chunked'],
    ...{ body, length: null },
  });
}

export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** A whole body of `bytes` bytes. */
export function paddedOrder(bytes: number): string {
  const rest = bytes - ORDER.length - ',"padding":""'.length;
  return `${ORDER.slice(0, -1)},"padding":"${'x'.repeat(rest)}"}`;
}
