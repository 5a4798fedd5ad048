/** Checks a running server against the contract: all vectors over one connection, and its own counters. */
import type { Vector, VectorRequest } from './vectors.ts';
import { Probe, type Answer, type Exchange } from './probe.ts';
import { shortText } from './problem-text.ts';
import { expectedAnswer, wrongAnswer } from './server-answer.ts';
import { miscounted, readStats } from './server-stats.ts';

export interface ServerCheck {
  readonly url: string;
  readonly vectors: readonly Vector[];
  /** What `/stats` must give back as `token`; any if left out. */
  readonly expectedToken?: string;
  /**
   * What `/stats` is held to. `exact` (if left out): it has counted exactly what was sent; `shape`: others
   * may be using the server; `none`: it has no /stats.
   */
  readonly stats?: 'exact' | 'shape' | 'none';
  /** Limit for one request. */
  readonly timeout_ms?: number;
}

const DEFAULT_TIMEOUT_MS = 5000;

/** A server that gave no answer this often is taken for dead: the check must end in a bounded time. */
const MAX_UNANSWERED = 3;

/** All that is wrong with the server, one sentence each; empty: it keeps the contract. */
export async function checkServer(check: ServerCheck): Promise<string[]> {
  await using probe = new Probe(check.url, check.timeout_ms ?? DEFAULT_TIMEOUT_MS);
  return await (check.stats === 'none' ? checkOrders(probe, check) : checkAll(probe, check));
}

async function checkOrders(probe: Probe, { vectors }: ServerCheck): Promise<string[]> {
  const session = new VectorSession(probe, null);
  await session.sendAll(vectors.filter(({ request }) => request.path !== '/stats'));
  return session.problems;
}

async function checkAll(probe: Probe, check: ServerCheck): Promise<string[]> {
  const before = await readStats((request) => probe.send(request), check.expectedToken);
  if (before.exchange.kind !== 'answer') {
    return [...before.problems];
  }
  const opened_before = probe.connections_opened;
  const session = new VectorSession(probe, { what: 'GET /stats', may_close: false });
  await session.sendAll(check.vectors);
  const after = await readStats(
    (request) => session.send(request, 'GET /stats'),
    check.expectedToken,
  );

  const problems = [...before.problems, ...session.problems];
  if (before.problems.length === 0) {
    // Otherwise it would say the same again.
    problems.push(...after.problems);
  }
  const comparable = check.stats !== 'shape' && !session.uncertain;
  if (before.stats !== null && after.stats !== null && comparable) {
    const sent = {
      orders_answered_200: session.orders_answered_200,
      connections_opened: probe.connections_opened - opened_before,
    };
    problems.push(...miscounted(before.stats, after.stats, sent));
  }
  return problems;
}

interface Answered {
  readonly what: string;
  readonly may_close: boolean;
}

/** Sends vectors in their order and gathers what is wrong. */
class VectorSession {
  readonly problems: string[] = [];
  orders_answered_200 = 0;
  /** A request was not answered, so nobody knows whether the server counted it. */
  uncertain = false;
  readonly #probe: Probe;
  /** The request that was answered last on the connection now in use. */
  #previous: Answered | null;

  constructor(probe: Probe, previous: Answered | null) {
    this.#probe = probe;
    this.#previous = previous;
  }

  async sendAll(vectors: readonly Vector[]): Promise<void> {
    let unanswered = 0;
    for (const [index, vector] of vectors.entries()) {
      unanswered += (await this.#check(vector)) === 'answer' ? 0 : 1;
      const left = vectors.length - index - 1;
      if (unanswered >= MAX_UNANSWERED && left > 0) {
        this.problems.push(
          `stopped: ${unanswered} requests were not answered; ${left} vectors were not sent`,
        );
        return;
      }
    }
  }

  /** When a used connection breaks, the request before is to blame; this one is tried on a new connection. */
  async send(request: VectorRequest, what: string): Promise<Exchange> {
    const exchange = await this.#probe.send(request);
    if (this.#previous === null) {
      return exchange;
    }
    if (exchange.opened_connection) {
      this.#blamePrevious(`it was closed before ${what}`);
    } else if (exchange.kind === 'broken') {
      this.#blamePrevious(`${what} failed on it: ${exchange.reason}`);
      this.uncertain = true;
      return this.#probe.send(request);
    }
    return exchange;
  }

  #blamePrevious(fault: string): void {
    if (this.#previous?.may_close === false) {
      this.problems.push(
        `${this.#previous.what} -> expected the connection to stay usable, but ${fault}`,
      );
    }
  }

  async #check(vector: Vector): Promise<Exchange['kind']> {
    const exchange = await this.send(vector.request, `vector "${vector.name}"`);
    if (exchange.kind === 'answer') {
      this.#previous = { what: vectorText(vector), may_close: vector.expect.may_close };
      this.#judge(vector, exchange.answer);
    } else {
      this.#previous = null;
      this.uncertain = true;
      this.#report(vector, expectedAnswer(vector.expect), exchange.reason);
    }
    return exchange.kind;
  }

  #judge(vector: Vector, answer: Answer): void {
    const { method, path } = vector.request;
    if (answer.status === 200 && method === 'POST' && path === '/order') {
      this.orders_answered_200 += 1;
    }
    const now_ns = BigInt(Date.now()) * 1_000_000n;
    const expected = wrongAnswer(vector.expect, answer, now_ns);
    if (expected !== null) {
      this.#report(vector, expected, `${answer.status} ${shortText(answer.body)}`);
    }
  }

  #report(vector: Vector, expected: string, got: string): void {
    this.problems.push(`${vectorText(vector)} -> expected ${expected}, got ${got}`);
  }
}

/** The content type is named only where it is not the usual one. */
function vectorText({ name, request: { method, path, headers, body } }: Vector): string {
  const start = `vector "${name}": ${method} ${path}`;
  if (body === null) {
    return start;
  }
  const type = headers['Content-Type'];
  const note = type === undefined ? ' (no Content-Type)' : ` (Content-Type: ${type})`;
  return `${start}${type === 'application/json' ? '' : note} ${shortText(body)}`;
}
