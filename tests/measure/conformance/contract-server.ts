/** A small server that keeps the contract, and lets a test bend any of its answers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { parseExactJson } from '../../../src/measure/conformance/exact-json.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Asked {
  readonly route: string;
  readonly body: Buffer;
}

/** `hang`: never answer; `drop`: close without an answer; `close_after`: answer, then close silently. */
type Fate = Answer | 'hang' | 'drop' | { readonly close_after: Answer };
export type Bend = (right: Answer, asked: Asked) => Fate;

const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value));
const integer = (least: bigint, most: bigint) => z.bigint().min(least).max(most);

const orderSchema = z.object({
  order_id: text,
  symbol: text,
  quantity: integer(-(2n ** 31n), 2n ** 31n - 1n),
  price: z.union([z.bigint(), z.number()]),
  timestamp: integer(0n, 2n ** 63n - 1n),
});

const UTF8_FAULT = 'the body must be one JSON object in valid UTF-8';

export class ContractServer implements AsyncDisposable {
  #orders = 0;
  #connections = 0;
  readonly #bend: Bend;
  readonly #http = createServer((request, response) => void this.#handle(request, response));

  private constructor(bend: Bend) {
    this.#bend = bend;
    this.#http.on('connection', () => {
      this.#connections += 1;
    });
  }

  static async start(bend: Bend = (right) => right): Promise<ContractServer> {
    const server = new ContractServer(bend);
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    const body = await buffer(request);
    const right = this.#answer(route, request.headers['content-type'] ?? '', body);
    const fate = this.#bend(right, { route, body });
    if (fate === 'hang') {
      return;
    }
    if (fate === 'drop') {
      request.socket.destroy();
      return;
    }
    const answer = 'close_after' in fate ? fate.close_after : fate;
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
    if ('close_after' in fate) {
      request.socket.end();
    }
  }

  #answer(route: string, type: string, body: Buffer): Answer {
    if (route === 'GET /stats') {
      return json(200, JSON.stringify(this.#stats()));
    }
    if (!route.endsWith(' /order')) {
      return json(route.endsWith(' /stats') ? 405 : 404, '{"error":"no"}');
    }
    if (route !== 'POST /order') {
      return json(405, '{"error":"no"}');
    }
    if (body.length > 65_536) {
      return json(413, '{"error":"too long"}');
    }
    if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
      return json(415, '{"error":"not JSON"}');
    }
    return this.#answerOrder(body);
  }

  #answerOrder(body: Buffer): Answer {
    let value: unknown;
    try {
      value = parseExactJson(body);
    } catch {
      return json(400, JSON.stringify({ error: UTF8_FAULT }));
    }
    const order = orderSchema.safeParse(value);
    if (!order.success) {
      const field = String(order.error.issues[0]?.path[0] ?? UTF8_FAULT);
      return json(400, JSON.stringify({ error: `${field} is wrong` }));
    }
    this.#orders += 1;
    const { order_id, timestamp } = order.data;
    const received = BigInt(Date.now()) * 1_000_000n;
    return json(
      200,
      `{"status":"success","order_id":${JSON.stringify(order_id)},"server_receive_time":${received},` +
        `"client_send_time":${timestamp},"latency_ns":${received - timestamp}}`,
    );
  }

  #stats() {
    return {
      server: 'contract',
      build_id: 'b',
      token: 'nonce',
      pid: process.pid,
      workers: 1,
      total_requests: this.#orders,
      connections_accepted: this.#connections,
    };
  }
}

function json(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}
