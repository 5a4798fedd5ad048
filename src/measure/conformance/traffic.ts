/** What a client did to the recording server: connections, orders, rules broken, requests in flight. */

export interface Connection {
  readonly id: number;
  /** Orders seen on all connections before this one was opened. */
  readonly opened_after_orders: number;
  readonly orders: RecordedOrder[];
  unanswered: number;
  closed: boolean;
}

/** How an order is answered: rightly, or with one of the faults that a client must count. */
export type Reply = 'right' | 'status_503' | 'wrong_order_id' | 'cut';

export interface RecordedOrder {
  readonly index: number;
  readonly connection: Connection;
  readonly order_id: string;
  readonly timestamp_ns: bigint;
  readonly arrival_ns: bigint;
  /** The client sent `Connection: close`. */
  readonly asks_to_close: boolean;
  /** Null: not answered (yet). */
  answer: OrderAnswer | null;
}

export interface OrderAnswer {
  readonly reply: Reply;
  readonly latency_ns: bigint;
}

type ArrivedOrder = Omit<RecordedOrder, 'index' | 'answer'>;

interface Waiter {
  readonly condition: () => boolean;
  readonly settle: (met: boolean) => void;
}

/** A body is built just before it is sent; what is older than this was kept in stock. */
const MAX_AGE_NS = 5_000_000_000n;

/** Both sides read the same clock; this covers the calibration of ours. */
const MAX_AHEAD_NS = 1_000_000n;

export class Traffic {
  readonly connections: Connection[] = [];
  readonly orders: RecordedOrder[] = [];
  /** Orders that came in and are not answered yet. */
  in_flight = 0;
  max_in_flight = 0;
  readonly #order_ids = new Set<string>();
  readonly #broken_rules = new Map<string, { count: number; readonly first: string }>();
  readonly #waiters = new Set<Waiter>();

  /** Rules that the client broke, with the number of times and the first case. */
  get problems(): string[] {
    return [...this.#broken_rules].map(
      ([rule, { count, first }]) => `${rule}: broken ${count} times, first by ${first}`,
    );
  }

  answered(reply: Reply): RecordedOrder[] {
    return this.orders.filter((order) => order.answer?.reply === reply);
  }

  breaks(rule: string, example: string): void {
    const known = this.#broken_rules.get(rule);
    if (known === undefined) {
      this.#broken_rules.set(rule, { count: 1, first: example });
    } else {
      known.count += 1;
    }
  }

  connectionOpened(): Connection {
    const connection: Connection = {
      id: this.connections.length,
      opened_after_orders: this.orders.length,
      orders: [],
      unanswered: 0,
      closed: false,
    };
    this.connections.push(connection);
    return connection;
  }

  connectionClosed(connection: Connection): void {
    connection.closed = true;
    this.#wakeWaiters();
  }

  requestBegan(connection: Connection): void {
    connection.unanswered += 1;
    if (connection.unanswered > 1) {
      this.breaks(
        'a connection has one request in flight at a time',
        `a second request on connection ${connection.id} before the answer to the first`,
      );
    }
  }

  requestEnded(connection: Connection): void {
    connection.unanswered -= 1;
  }

  orderArrived(order: ArrivedOrder): RecordedOrder {
    this.#checkIdentity(order);
    this.#checkTimestamp(order);
    const recorded = { ...order, index: this.orders.length, answer: null };
    this.orders.push(recorded);
    order.connection.orders.push(recorded);
    this.in_flight += 1;
    this.max_in_flight = Math.max(this.max_in_flight, this.in_flight);
    this.#wakeWaiters();
    return recorded;
  }

  orderAnswered(order: RecordedOrder, answer: OrderAnswer): void {
    order.answer = answer;
    this.in_flight -= 1;
  }

  /** The client closed the connection before the answer. */
  orderAbandoned(): void {
    this.in_flight -= 1;
  }

  /** Resolves to whether the condition came true within the limit; it is looked at after every event. */
  until(condition: () => boolean, limit_ms: number): Promise<boolean> {
    if (condition()) {
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const settle = (met: boolean) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(met);
      };
      const timer = setTimeout(settle, limit_ms, false);
      const waiter: Waiter = { condition, settle };
      this.#waiters.add(waiter);
    });
  }

  #wakeWaiters(): void {
    for (const { condition, settle } of this.#waiters) {
      if (condition()) {
        settle(true);
      }
    }
  }

  #checkIdentity({ order_id }: ArrivedOrder): void {
    if (this.#order_ids.has(order_id)) {
      this.breaks('order_id is unique within the run', `order_id ${order_id}`);
    }
    this.#order_ids.add(order_id);
  }

  #checkTimestamp(order: ArrivedOrder): void {
    const { timestamp_ns, arrival_ns, order_id, connection } = order;
    const example = `order ${order_id} with timestamp ${timestamp_ns}`;
    const age_ns = arrival_ns - timestamp_ns;
    if (age_ns > MAX_AGE_NS || age_ns < -MAX_AHEAD_NS) {
      this.breaks(
        'timestamp is the time of sending in epoch nanoseconds',
        `${example}, which arrived at ${arrival_ns}`,
      );
    }
    const before = connection.orders.at(-1);
    if (before !== undefined && timestamp_ns <= before.timestamp_ns) {
      this.breaks(
        'timestamp is fresh for each request',
        `${example}, not after the ${before.timestamp_ns} of the order before on its connection`,
      );
    }
  }
}
