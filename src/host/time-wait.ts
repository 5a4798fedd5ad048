/** TCP connections that are closed and still hold their ports for late packets. */
import { readProc } from './process-table.ts';

const TIME_WAIT = '06';

/** Of this network namespace; null: not known. */
export function readTimeWaitSockets(): number | null {
  const count = /^TCP:.* tw (\d+)/m.exec(readProc('net/sockstat') ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

/**
 * Those of clients of a server on this port, as `/proc/net/tcp` lists them: they keep a port from being
 * used towards it again. At the server's end a closed connection keeps nobody out.
 */
export function timeWaitAt(port: number, table: string): number {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').filter((line) => {
    const [, , remote, state] = line.trim().split(/ +/);
    return state === TIME_WAIT && remote?.endsWith(ending);
  }).length;
}

/** As above, now; a long table takes a while. */
export function readTimeWaitAt(port: number): number {
  return timeWaitAt(port, readProc('net/tcp') ?? '');
}
