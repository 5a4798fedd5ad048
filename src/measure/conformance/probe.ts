/** One keep-alive connection to a server: a request goes out only after the answer to the one before. */
import { Client } from 'undici';
import type { VectorRequest } from './vectors.ts';
import { failureText } from './problem-text.ts';

export interface Answer {
  readonly status: number;
  readonly content_type: string;
  readonly body: Buffer;
}

export type Exchange = { readonly opened_connection: boolean } & (
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'silence'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string }
);

export class Probe implements AsyncDisposable {
  readonly #client: Client;
  readonly #timeout_ms: number;
  #connections_opened = 0;

  constructor(url: string, timeout_ms: number) {
    this.#timeout_ms = timeout_ms;
    this.#client = new Client(new URL(url).origin, {
      pipelining: 1,
      maxResponseSize: 1 << 20,
      // Or it would close by itself what a server says to keep for 2 s, and the server be blamed.
      keepAliveTimeoutThreshold: 0,
    });
    this.#client.on('connect', () => {
      this.#connections_opened += 1;
    });
  }

  get connections_opened(): number {
    return this.#connections_opened;
  }

  /** Opens a connection if there is none (any more); a request is never sent twice. */
  async send({ method, path, headers, body }: VectorRequest): Promise<Exchange> {
    const opened_before = this.#connections_opened;
    const opened = () => ({ opened_connection: this.#connections_opened > opened_before });
    const signal = AbortSignal.timeout(this.#timeout_ms);
    try {
      const response = await this.#client.request({ method, path, headers, body, signal });
      const answer: Answer = {
        status: response.statusCode,
        content_type: String(response.headers['content-type'] ?? ''),
        body: Buffer.from(await response.body.arrayBuffer()),
      };
      return { kind: 'answer', answer, ...opened() };
    } catch (error) {
      return signal.aborted
        ? { kind: 'silence', reason: `no answer within ${this.#timeout_ms} ms`, ...opened() }
        : { kind: 'broken', reason: failureText(error), ...opened() };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.destroy();
  }
}
