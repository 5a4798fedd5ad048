/** A correct server that records what a client does, and can be told to answer wrongly or late. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { bodyFault, readOrderBody, type OrderBody } from './order-form.ts';
import { failureText, shortText } from './problem-text.ts';
import { Traffic, type Connection, type RecordedOrder, type Reply } from './traffic.ts';
import { calibratedWallClock } from './wall-clock.ts';

/** Chooses the answer to an order; a promise holds the answer back. */
export type ReplyRule = (order: RecordedOrder, traffic: Traffic) => Reply | Promise<Reply>;

/** As the contract asks of every server. */
const IDLE_LIMIT_MS = 75_000;

export class RecordingServer implements AsyncDisposable {
  readonly traffic = new Traffic();
  readonly #payload_bytes: number;
  readonly #reply: ReplyRule;
  readonly #now_ns = calibratedWallClock();
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #http: Server;

  private constructor(payload_bytes: number, reply: ReplyRule) {
    this.#payload_bytes = payload_bytes;
    this.#reply = reply;
    this.#http = createServer({ keepAliveTimeout: IDLE_LIMIT_MS }, (request, response) => {
      void this.#handle(request, response);
    });
    this.#http.on('connection', (socket) => {
      const connection = this.traffic.connectionOpened();
      this.#connections.set(socket, connection);
      socket.once('close', () => {
        this.traffic.connectionClosed(connection);
      });
    });
  }

  /** `host`: the address to listen on. */
  static async start(
    payload_bytes: number,
    reply: ReplyRule,
    host = '127.0.0.1',
  ): Promise<RecordingServer> {
    const server = new RecordingServer(payload_bytes, reply);
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', reject).listen(0, host, resolve);
    });
    return server;
  }

  get url(): string {
    const { address, port } = this.#http.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival_ns = this.#now_ns();
    const connection = this.#connectionOf(request);
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    this.traffic.requestBegan(connection);
    const answer = await this.#answer(request, route, { arrival_ns, connection });
    // Before the answer leaves: the client may send its next request as soon as it is out.
    this.traffic.requestEnded(connection);
    if (answer !== null && !response.destroyed) {
      send(response, answer);
    }
  }

  #connectionOf({ socket }: IncomingMessage): Connection {
    const connection = this.#connections.get(socket);
    if (connection === undefined) {
      throw new Error('a request came on a connection that was never accepted');
    }
    return connection;
  }

  /** Null: there is nobody to answer to. */
  async #answer(request: IncomingMessage, route: string, arrival: Arrival): Promise<Answer | null> {
    const body = await this.#bodyOf(request);
    if (body === null) {
      return null;
    }
    switch (route) {
      case 'POST /order':
        return this.#answerOrder(request, body, arrival);
      case 'GET /stats':
        return { status: 200, body: this.#stats() };
      default:
        this.traffic.breaks('only POST /order and GET /stats are asked for', route);
        return { status: 404, body: '{"error":"no such path"}' };
    }
  }

  async #bodyOf(request: IncomingMessage): Promise<string | null> {
    try {
      return (await buffer(request)).toString('utf8');
    } catch (error) {
      this.traffic.breaks('a request is sent to its end', failureText(error));
      return null;
    }
  }

  async #answerOrder(
    { headers, socket }: IncomingMessage,
    body: string,
    { arrival_ns, connection }: Arrival,
  ): Promise<Answer | null> {
    const type = headers['content-type'] ?? '';
    if (!/^application\/json *(;|$)/i.test(type)) {
      this.traffic.breaks('Content-Type is application/json', `Content-Type "${type}"`);
    }
    const fault = bodyFault(body, this.#payload_bytes);
    if (fault !== null) {
      this.traffic.breaks(fault, `a body of ${body.length} bytes: ${shortText(body)}`);
    }
    const order = readOrderBody(body);
    if (order === null) {
      return { status: 400, body: '{"error":"not an order as the contract wants it of a client"}' };
    }
    const asks_to_close = headers.connection?.toLowerCase() === 'close';
    const recorded = this.traffic.orderArrived({ ...order, connection, arrival_ns, asks_to_close });
    const latency_ns = this.#now_ns() - order.timestamp_ns;
    const reply = await this.#reply(recorded, this.traffic);
    if (socket.destroyed) {
      this.traffic.orderAbandoned();
      return null;
    }
    this.traffic.orderAnswered(recorded, { reply, latency_ns });
    return replyTo(order, reply, latency_ns);
  }

  #stats(): string {
    return JSON.stringify({
      server: 'recording',
      build_id: '',
      token: '',
      pid: process.pid,
      workers: 1,
      total_requests:
        this.traffic.answered('right').length + this.traffic.answered('wrong_order_id').length,
      connections_accepted: this.traffic.connections.length,
    });
  }
}

interface Arrival {
  readonly arrival_ns: bigint;
  readonly connection: Connection;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  /** Close the connection in the middle of the answer. */
  readonly cut?: boolean;
}

function replyTo(order: OrderBody, reply: Reply, latency_ns: bigint): Answer {
  const success = (order_id: string) =>
    `{"status":"success","order_id":"${order_id}",` +
    `"server_receive_time":${order.timestamp_ns + latency_ns},` +
    `"client_send_time":${order.timestamp_ns},"latency_ns":${latency_ns}}`;
  switch (reply) {
    case 'right':
      return { status: 200, body: success(order.order_id) };
    case 'wrong_order_id':
      return { status: 200, body: success(`${order.order_id}0`) };
    case 'status_503':
      return { status: 503, body: '{"error":"told to fail"}' };
    case 'cut':
      return { status: 200, body: success(order.order_id), cut: true };
  }
}

function send(response: ServerResponse, { status, body, cut }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  if (cut === true) {
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroySoon());
  } else {
    response.end(body);
  }
}
