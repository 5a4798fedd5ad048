/** Waits until connections that are closed have given back the local ports that the next client needs. */
import { setTimeout as delay } from 'node:timers/promises';
import { readSysctl } from '../host/machine.ts';
import { readTimeWaitAt, readTimeWaitSockets } from '../host/time-wait.ts';
import type { Settings } from '../plan/facts.ts';

const POLL_MS = 250;
/** How long the kernel keeps a closed connection. */
const HELD_MS = 65_000;
/** After this it may use the ports again, where `tcp_tw_reuse` is on. */
const HELD_WITH_REUSE_MS = 1500;

export interface Ports {
  /** Which a client may have. */
  readonly local: number;
  /** How long a closed connection can keep one. */
  readonly held_ms: number;
}

/** Null: not known. */
export function localPorts(range: string | null, tw_reuse: string | null): Ports | null {
  const [first, last] = (range ?? '').split(/\s+/).map(Number);
  if (first === undefined || last === undefined || !(last >= first)) return null;
  const isReused = tw_reuse === '1' || tw_reuse === '2'; // 2: on loopback
  return { local: last - first + 1, held_ms: isReused ? HELD_WITH_REUSE_MS : HELD_MS };
}

export type PortNeed = Pick<Settings, 'connections' | 'keep_alive' | 'requests'>;

/** With a connection for each request it is not known how many; half of the ports is a fair start. */
function portsNeeded({ connections, keep_alive, requests }: PortNeed, local: number): number {
  if (keep_alive) return connections;
  return Math.max(connections, Math.min(requests ?? Infinity, Math.ceil(local / 2)));
}

export interface Waited {
  readonly waited_ms: number;
  /** Ports that closed connections to the server held at first. */
  readonly held: number;
  readonly local: number;
}

/**
 * Those of other servers do not matter: a port is taken only towards the same server. Null: there were
 * enough. Rejects when aborted.
 */
export async function awaitPorts(
  server_port: number,
  need: PortNeed,
  signal: AbortSignal,
): Promise<Waited | null> {
  const ports = localPorts(
    readSysctl('net.ipv4.ip_local_port_range'),
    readSysctl('net.ipv4.tcp_tw_reuse'),
  );
  if (ports === null) return null;
  const free = ports.local - portsNeeded(need, ports.local);
  // The number of all is cheap to read.
  const held = (readTimeWaitSockets() ?? 0) > free ? readTimeWaitAt(server_port) : 0;
  if (held <= free) return null;
  const started = performance.now();
  const waited = (): number => Math.round(performance.now() - started);
  while (waited() < ports.held_ms && readTimeWaitAt(server_port) > free)
    await delay(POLL_MS, null, { signal });
  return { waited_ms: waited(), held, local: ports.local };
}
