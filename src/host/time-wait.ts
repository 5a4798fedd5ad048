/** TCP connections that are closed and still hold their ports for late packets. */
import { readProc } from './process-table.ts';

const TIME_WAIT = '06';

/** Of this network namespace; null: not known. */
export function readTimeWaitSockets(): number | null {
  const count = /^TCP:.* tw (\d+)/m.exec(readProc('net/sockstat') ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

/** Those of connections to a server on this port, as `/proc/net/tcp` lists them, at whichever end. */
export function timeWaitAt(port: number, table: string): number {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').filter((line) => {
    const [, local, remote, state] = line.trim().split(/ +/);
    return state === TIME_WAIT && (local?.endsWith(ending) || remote?.endsWith(ending));
  }).length;
}

/** As above, now; a long table takes a while. */
export function readTimeWaitAt(port: number): number {
  return timeWaitAt(port, readProc('net/tcp') ?? '');
}
