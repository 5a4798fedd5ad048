/** The tool's own connection to a server: asks for `/stats`, and counts itself so that it can be left out. */
import { Client } from 'undici';
import { parseStats } from './stats-answer.ts';
import type { StatsAnswer } from './stats-answer.ts';

const REQUEST_TIMEOUT_MS = 5000;
const NOT_FOUND = 404;
/** Of an answer; no contract has more to say. */
const MOST_BYTES = 1 << 20;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export class ControlConnection {
  readonly #client: Client;
  #opened = 0;

  /** `origin` names an address, never a host name: one family, no resolver. */
  constructor(origin: string) {
    this.#client = new Client(origin, {
      pipelining: 1,
      // Servers keep idle connections for 75 s; ours is asked more often than it would end.
      keepAliveTimeout: 60_000,
      headersTimeout: REQUEST_TIMEOUT_MS,
      bodyTimeout: REQUEST_TIMEOUT_MS,
      connectTimeout: REQUEST_TIMEOUT_MS,
      maxResponseSize: MOST_BYTES,
    });
    this.#client.on('connect', () => {
      this.#opened += 1;
    });
  }

  /** Connections that this object itself has opened so far. */
  get opened(): number {
    return this.#opened;
  }

  async get(path: string): Promise<HttpAnswer> {
    const { statusCode, body } = await this.#client.request({ method: 'GET', path });
    return { status: statusCode, body: await body.text() };
  }

  async postJson(path: string, text: string): Promise<HttpAnswer> {
    const { statusCode, body } = await this.#client.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    return { status: statusCode, body: await body.text() };
  }

  /** Throws an Error when the answer is not what the contract says. */
  async stats(): Promise<StatsAnswer> {
    const stats = await this.statsIfAny();
    if (stats === null) throw new Error(`GET /stats was answered with ${NOT_FOUND}`);
    return stats;
  }

  /** Null: it has none (404). Throws an Error for every other answer that is not the contract's. */
  async statsIfAny(): Promise<StatsAnswer | null> {
    const { status, body } = await this.get('/stats');
    if (status === NOT_FOUND) return null;
    if (status !== 200) throw new Error(`GET /stats was answered with ${status}`);
    return parseStats(body);
  }

  async close(): Promise<void> {
    await this.#client.destroy();
  }
}
