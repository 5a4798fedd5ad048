/** What is sent on one connection, and what the server owes. */

export interface Attack {
  readonly name: string;
  /** Sent one after the other, with a short pause between. */
  readonly pieces: readonly Buffer[];
  /**
   * How it ends once all was sent. `answered`: what comes is read, until the server says no more; `half-closed`:
   * likewise, and our side says at once that it is done; `reset`: at once, by a reset.
   */
  readonly ending: 'answered' | 'half-closed' | 'reset';
  /** Orders that must be answered with 200; null: as many as the server likes. */
  readonly orders: number | null;
  /** One of these must be the status of the last answer; null: whatever, or none. */
  readonly status: readonly number[] | null;
  /** What must be true of the connection then; null: whatever. */
  readonly connection: 'usable' | 'closed' | null;
  /** Orders that may be counted though their answers never came: what is behind them ends the connection. */
  readonly may_lose: number;
}

/** Whatever the server makes of it, it lives on. */
export function strange(name: string, ...pieces: readonly (Buffer | string)[]): Attack {
  return {
    name,
    pieces: pieces.map((piece) =>
      typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece,
    ),
    ...{ ending: 'answered', orders: null, status: null, connection: null, may_lose: 0 },
  };
}

/** Answered with 200 as often as said, on a connection that is kept. */
export function fine(name: string, orders: number, ...pieces: readonly Buffer[]): Attack {
  return {
    name,
    pieces,
    ending: 'answered',
    orders,
    status: [200],
    connection: 'usable',
    may_lose: 0,
  };
}

/** Answered with one of these, on a connection that is kept. */
export function refused(
  name: string,
  status: readonly number[],
  ...pieces: readonly Buffer[]
): Attack {
  const ending = 'answered';
  return { name, pieces, ending, orders: 0, status, connection: 'usable', may_lose: 0 };
}

/** Answered with one of these; the server may close. */
export function rejected(
  name: string,
  status: readonly number[],
  ...pieces: readonly Buffer[]
): Attack {
  return { ...refused(name, status, ...pieces), connection: null };
}
