/** Takes what a server has sent apart into answers, without the help of a library that forgives. */

export interface HttpAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

interface Answers {
  readonly answers: readonly HttpAnswer[];
  /** Behind the last whole answer. */
  readonly rest: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** The body and how long it is on the wire; null: it is not whole yet. */
function chunkedBody(bytes: Buffer): { body: string; length: number } | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    const next = end + 2 + size + 2;
    if (!(next <= bytes.length)) return null;
    if (size === 0) return { body: Buffer.concat(parts).toString(), length: next };
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = next;
  }
}

function bodyOf(head: string, status: number, rest: Buffer): ReturnType<typeof chunkedBody> {
  if (status < 200 || status === 204 || status === 304) return { body: '', length: 0 };
  if (/^transfer-encoding: *chunked/im.test(head)) return chunkedBody(rest);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  // Without a length it ends with the connection: all that is there.
  const bytes = length === undefined ? rest.length : Number(length);
  return bytes > rest.length ? null : { body: rest.toString('utf8', 0, bytes), length: bytes };
}

/** Throws an Error on what is no answer of HTTP/1. */
export function answersIn(received: Buffer): Answers {
  const answers: HttpAnswer[] = [];
  let rest = received;
  for (;;) {
    const end = rest.indexOf(HEAD_END);
    if (end < 0) return { answers, rest };
    const head = rest.toString('latin1', 0, end + 2);
    const status = Number(/^HTTP\/1\.[01] (\d{3})[ \r]/.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(status)) throw new Error(`no answer of HTTP/1: ${head.slice(0, 100)}`);
    const body = bodyOf(head, status, rest.subarray(end + HEAD_END.length));
    if (body === null) return { answers, rest };
    if (status >= 200) answers.push({ status, head, body: body.body });
    rest = rest.subarray(end + HEAD_END.length + body.length);
  }
}

export function isTakenOrder({ status, body }: HttpAnswer): boolean {
  return status === 200 && body.includes('"status":"success"');
}
