// The routes on node:http: POST /order, GET /stats, and what is answered to everything else.
import { createServer } from 'node:http';
import { epochNs } from './clock.mjs';
import { OrderError, readOrder } from './order.mjs';

const MAX_BODY_BYTES = 65_536;
/** The contract wants 75 s at least; Node's own limit is 5 s. */
const IDLE_TIMEOUT_MS = 120_000;
const LISTEN_BACKLOG = 4096;

export class OrderServer {
  /** What this process has counted. */
  counts = { orders: 0, connections: 0 };
  #settings;
  #mainPid;
  #totals;
  #routes = new Map([
    ['/order', { POST: (request, response) => this.#postOrder(request, response) }],
    ['/stats', { GET: (request, response) => this.#getStats(response) }],
  ]);
  #http = createServer(
    {
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      // These two also end connections on which nothing was sent yet.
      headersTimeout: IDLE_TIMEOUT_MS,
      requestTimeout: IDLE_TIMEOUT_MS,
    },
    (request, response) => this.#route(request, response),
  );

  /** `totals` resolves to the counts of all workers together. */
  constructor(settings, mainPid, totals) {
    this.#settings = settings;
    this.#mainPid = mainPid;
    this.#totals = totals;
    this.#http.on('connection', () => {
      this.counts.connections += 1;
    });
  }

  listen(onListening, onError) {
    const { host, port } = this.#settings;
    this.#http.once('error', onError);
    this.#http.listen({ host, port, backlog: LISTEN_BACKLOG }, () => {
      this.#http.off('error', onError);
      onListening(this.#http.address());
    });
  }

  /** Idle connections are closed at once, the others after their answer. */
  close(onClosed) {
    this.#http.close(onClosed);
  }

  closeAllConnections() {
    this.#http.closeAllConnections();
  }

  #route(request, response) {
    const methods = this.#routes.get(request.url.split('?', 1)[0]);
    const handle = methods?.[request.method];
    if (methods === undefined) replyError(response, 404, 'there is nothing at this path');
    else if (handle === undefined) replyError(response, 405, 'this path has another method');
    else handle(request, response);
  }

  #postOrder(request, response) {
    if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'])) {
      replyError(response, 415, 'Content-Type must be application/json');
      return;
    }
    readBody(request, (body) => {
      if (body === null) {
        replyError(response, 413, `the body must not be longer than ${MAX_BODY_BYTES} bytes`);
        return;
      }
      try {
        this.#accept(readOrder(body), request, response);
      } catch (fault) {
        if (!(fault instanceof OrderError)) throw fault;
        replyError(response, 400, fault.message);
      }
    });
  }

  #accept({ orderId, timestampNs }, request, response) {
    const receivedNs = epochNs();
    // What follows a request may have ended its connection: then nobody is answered.
    if (!request.socket.destroyed) this.counts.orders += 1;
    // By hand, because JSON.stringify knows no bigint, and a number would lose digits.
    const text =
      `{"status":"success","order_id":${JSON.stringify(orderId)},` +
      `"server_receive_time":${receivedNs},"client_send_time":${timestampNs},` +
      `"latency_ns":${receivedNs - timestampNs}}`;
    reply(response, 200, text);
  }

  async #getStats(response) {
    const { buildId, token, workers } = this.#settings;
    const { orders, connections } = await this.#totals();
    const stats = {
      server: 'node-http',
      build_id: buildId,
      token,
      pid: this.#mainPid,
      workers,
      total_requests: orders,
      connections_accepted: connections,
    };
    reply(response, 200, JSON.stringify(stats));
  }
}

/** Hands on the body, or null if it is too long; then the rest is read all the same, and dropped. */
function readBody(request, handOn) {
  const chunks = [];
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    if (bytes > MAX_BODY_BYTES) handOn(null);
    else handOn(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
}

function replyError(response, status, message) {
  reply(response, status, JSON.stringify({ error: message }));
}

function reply(response, status, text) {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
