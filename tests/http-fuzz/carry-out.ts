/** Carries out attacks on raw sockets, and holds what comes back against what the server owes. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attack } from './attack.ts';
import { answersIn, isTakenOrder } from './answers.ts';
import type { HttpAnswer } from './answers.ts';
import { requestOf } from './requests.ts';

/** A server that owes an answer has this long, on a machine that is busy. */
const PATIENCE_MS = 10_000;
/** One that owes nothing and says nothing for so long has nothing to say. */
const SILENCE_MS = 1000;
const POLL_MS = 5;
const PAUSE_MS = 2;

interface Outcome {
  /** Orders that were answered with 200. */
  readonly taken: number;
  /** Orders that it may have answered to nobody: we were gone, or half gone. */
  readonly lost: number;
  readonly faults: readonly string[];
}

class Connection {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #heard_ms = performance.now();
  closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#heard_ms = performance.now();
    });
    for (const event of ['end', 'close', 'error'])
      socket.on(event, () => {
        this.closed = true;
      });
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
    const connection = new Connection(socket);
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return connection;
  }

  /** A server may close before it has read all: what cannot be sent any more is left out. */
  async send(bytes: Buffer): Promise<void> {
    this.#heard_ms = performance.now();
    if (!this.closed && this.#socket.writable) this.#socket.write(bytes);
    await delay(PAUSE_MS);
  }

  halfClose(): void {
    this.#heard_ms = performance.now();
    this.#socket.end();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  end(): void {
    this.#socket.destroy();
  }

  answers(): readonly HttpAnswer[] {
    return answersIn(this.#received).answers;
  }

  async silent(): Promise<void> {
    while (!this.closed && performance.now() - this.#heard_ms < SILENCE_MS) await delay(POLL_MS);
  }

  /** False: it has not come true in time. */
  async until(condition: () => boolean): Promise<boolean> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!condition()) {
      if (performance.now() > deadline) return false;
      await delay(POLL_MS);
    }
    return true;
  }
}

/** Null: they are as the attack wants them. */
function wrongAnswers({ orders, status }: Attack, answers: readonly HttpAnswer[]): string | null {
  const taken = answers.filter(isTakenOrder).length;
  if (orders !== null && taken !== orders) return `${taken} orders were answered, not ${orders}`;
  const last = answers.at(-1);
  if (status === null || (last !== undefined && status.includes(last.status))) return null;
  return `it was answered with ${last?.status ?? 'nothing'}, not ${status.join(' or ')}`;
}

/** Of a connection that has been answered. Gives the fault, or null. */
async function wrongConnection(attack: Attack, connection: Connection): Promise<string | null> {
  if (attack.connection === 'closed')
    return (await connection.until(() => connection.closed)) ? null : 'it was not closed';
  if (attack.connection === null) return null;
  const before = connection.answers().length;
  await connection.send(requestOf());
  await connection.until(() => connection.closed || connection.answers().length > before);
  const next = connection.answers()[before];
  if (next !== undefined && isTakenOrder(next)) return null;
  return `it is not usable any more: ${next?.status ?? (connection.closed ? 'closed' : 'no answer')}`;
}

async function answered(attack: Attack, connection: Connection): Promise<void> {
  if (attack.status === null) return connection.silent();
  await connection.until(
    () => connection.closed || wrongAnswers(attack, connection.answers()) === null,
  );
}

async function carryOut(attack: Attack, port: number): Promise<Outcome> {
  const connection = await Connection.open(port);
  try {
    for (const piece of attack.pieces) await connection.send(piece);
    if (attack.ending === 'reset') {
      connection.reset();
      return { taken: 0, lost: 0, faults: [] };
    }
    if (attack.ending === 'half-closed') connection.halfClose();
    await answered(attack, connection);
    const wrong = wrongAnswers(attack, connection.answers());
    const faults = [wrong, wrong === null ? await wrongConnection(attack, connection) : null];
    const taken = connection.answers().filter(isTakenOrder).length;
    return {
      taken,
      lost: Math.max(0, attack.may_lose - taken),
      faults: faults.flatMap((fault) => (fault === null ? [] : [`${attack.name}: ${fault}`])),
    };
  } catch (error) {
    return { taken: 0, lost: 0, faults: [`${attack.name}: ${String(error)}`] };
  } finally {
    connection.end();
  }
}

/** At most so many at once. */
const AT_ONCE = 60;

export async function carryOutAll(attacks: readonly Attack[], port: number): Promise<Outcome> {
  const waiting = [...attacks];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await carryOut(next, port));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    taken: outcomes.reduce((sum, { taken }) => sum + taken, 0),
    lost: outcomes.reduce((sum, { lost }) => sum + lost, 0),
    faults: outcomes.flatMap(({ faults }) => faults),
  };
}

/** Connections that say nothing; `kept` tells how many of them the server has not closed. */
export async function openIdle(
  count: number,
  port: number,
): Promise<{ readonly kept: () => number; readonly end: () => void }> {
  const all = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  return {
    kept: () => all.filter(({ closed }) => !closed).length,
    end: () => {
      for (const one of all) one.end();
    },
  };
}
