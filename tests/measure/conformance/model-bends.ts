/** The ways in which a test can make the model client break the contract. */
import type { ClientEvent, ClientSettings } from '../../../src/measure/client-events.ts';

export interface Bends {
  readonly counter?: (count: number) => number;
  readonly timestamp?: (now_ns: bigint) => bigint;
  readonly content_type?: string;
  readonly body?: (body: string) => string;
  /** What the client does instead of what it was told and says. */
  readonly settings?: (told: ClientSettings) => ClientSettings;
  readonly loop?: 'batches' | 'pipelined';
  /** One more connection, opened in the window. */
  readonly late_lane?: boolean;
  /** Orders that were due while all connections waited are never sent. */
  readonly schedule?: 'slips';
  /** Takes any answer with status 200 for a success. */
  readonly trusts_answers?: boolean;
  readonly kind?: (kind: string) => string;
  /** Null: the event is left out. */
  readonly event?: (event: ClientEvent) => ClientEvent | null;
  readonly exit_code?: number;
}
