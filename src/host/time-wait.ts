/** TCP connections that are closed and still hold their ports for late packets. */
import { readProc } from './process-table.ts';

/** Of this network namespace; null: not known. */
export function readTimeWaitSockets(): number | null {
  const count = /^TCP:.* tw (\d+)/m.exec(readProc('net/sockstat') ?? '')?.[1];
  return count === undefined ? null : Number(count);
}
