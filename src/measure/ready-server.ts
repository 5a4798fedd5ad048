/** A server that has proved who it is and answered an order, or the reason why there is none. */
import type { Watched } from '../runtime/runtime.ts';
import type { ControlConnection } from './control-connection.ts';
import type { StatsAnswer } from './stats-answer.ts';

export interface ReadyServer {
  readonly name: string;
  /** Names an address; the tool and the clients use this one. */
  readonly url: string;
  readonly port: number;
  readonly ready_ms: number;
  readonly running: Watched;
  /** CPUs that it can keep busy. */
  readonly cpus: number;
  readonly control: ControlConnection;
  /** Its first answer to `GET /stats`; null: it has no /stats. */
  readonly stats: StatsAnswer | null;
  /** Closes the tool's connection and ends the server. Says how it ended; null: it is not ours to end. */
  stop(): Promise<string | null>;
}

/** The server cannot be measured; the text says why. */
export class ServerFailure extends Error {
  /** Null: its log is not ours. */
  readonly log_file: string | null;
  readonly log_tail: readonly string[];

  constructor(
    reason: string,
    log_file: string | null,
    log_tail: readonly string[] = [],
    cause?: unknown,
  ) {
    super(reason, { cause });
    this.log_file = log_file;
    this.log_tail = log_tail;
  }
}

/** An order was not answered as the contract says: the server is there, and not sound. */
export class WrongAnswer extends Error {}

/** Throws a WrongAnswer. */
export async function answerOrder(control: ControlConnection): Promise<void> {
  const order = { order_id: 'ready', symbol: 'AAPL', quantity: 1, price: 1.5, timestamp: 1 };
  const answer = await control.postJson('/order', JSON.stringify(order));
  if (answer.status !== 200 || !answer.body.includes('"ready"'))
    throw new WrongAnswer(
      `an order was answered with ${answer.status} ${answer.body.slice(0, 100)}`,
    );
}
