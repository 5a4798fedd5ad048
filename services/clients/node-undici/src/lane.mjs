// One connection of the load: an undici Client that has one request in flight at most.
import { buildConnector, Client } from 'undici';
import { Failure } from './failures.mjs';

/** Never closed for being idle: an open loop may leave a connection alone for long. */
const KEEP_ALIVE_MS = 3_600_000;

// Without a limit of its own: the sweeper ends what takes too long.
const connectSocket = buildConnector({ timeout: 0 });

/** It is the handler of its own requests: `dispatch` is undici's interface with the least between. */
export class Lane {
  /** Who is told of answers and failures: `answered(lane, status, text)`, `failed(lane, error, isOpening)`. */
  owner = null;
  /** Connections that it has opened. */
  opened = 0;
  // Of the order in flight:
  orderId = '';
  /** Its round trip counts from here. */
  fromNs = 0;
  /** Null when none is in flight. */
  sentNs = null;

  #client;
  #statsPath;
  #options;
  #connecting = null; // the socket
  #controller = null; // of undici, once the request is on its way
  #status = 0;
  #chunk = null;

  constructor({ url, keep_alive }) {
    const { origin, pathname } = new URL(url);
    const basePath = pathname.replace(/\/+$/, '');
    this.#statsPath = `${basePath}/stats`;
    this.#options = {
      method: 'POST',
      path: `${basePath}/order`,
      headers: ['Content-Type', 'application/json'],
      body: '',
      // Nothing is sent behind it anyway, so undici need not look for what it holds up.
      blocking: false,
      reset: !keep_alive,
    };
    this.#client = new Client(origin, {
      pipelining: 1,
      connect: (options, done) => this.#connect(options, done),
      headersTimeout: 0, // no timer for each request
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // Kept for as long as the server says, not for 2 s less.
      keepAliveTimeoutThreshold: 0,
    });
  }

  /** Opens the connection: undici does so with the first request. */
  async open(timeoutMs) {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const request = { method: 'GET', path: this.#statsPath, signal };
      const { body } = await this.#client.request(request);
      await body.text();
    } catch (error) {
      if (error !== signal.reason) throw error;
      throw this.#connecting === null
        ? new Failure('request_timeout', 'GET /stats was not answered in time')
        : new Failure('connect_timeout', 'a connection was not opened in time');
    }
  }

  post(body) {
    this.#controller = null;
    this.#chunk = null;
    this.#options.body = body;
    this.#client.dispatch(this.#options, this);
  }

  failIfSentBefore(timeNs) {
    if (this.sentNs === null || this.sentNs > timeNs) return;
    if (this.#connecting !== null) {
      this.#connecting.destroy(new Failure('connect_timeout', 'no connection in time'));
    } else {
      this.#controller?.abort(new Failure('request_timeout', 'no answer in time'));
    }
  }

  /** Closes the connection, whatever is going on. */
  close() {
    return this.#client.destroy();
  }

  onRequestStart(controller) {
    this.#controller = controller;
  }

  onResponseStart(controller, status) {
    this.#status = status;
  }

  onResponseData(controller, chunk) {
    this.#chunk = this.#chunk === null ? chunk : Buffer.concat([this.#chunk, chunk]);
  }

  onResponseEnd() {
    const text = this.#chunk === null ? '' : this.#chunk.toString();
    this.owner.answered(this, this.#status, text);
  }

  onResponseError(controller, error) {
    const isOpening = this.#controller === null;
    // Not now: undici is in the middle of giving up the request, and keeps what is thrown here to itself.
    queueMicrotask(() => this.owner.failed(this, error, isOpening));
  }

  #connect(options, done) {
    this.#connecting = connectSocket(options, (error, socket) => {
      this.#connecting = null;
      if (error === null) this.opened += 1;
      done(error, socket);
    });
  }
}
