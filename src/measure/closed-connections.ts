/**
 * Waits until the kernel has room for the connections that the next client will close. Each is kept for a minute
 * (TIME_WAIT), up to `tcp_max_tw_buckets` of all servers together. What is closed beyond that leaves the other end
 * in a state in which it does not answer a new connection from the same port: this loses its first packet, and is
 * open a second late or not at all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { readSysctl } from '../host/machine.ts';
import { readTimeWaitSockets } from '../host/time-wait.ts';
import type { PortNeed } from './free-ports.ts';

const POLL_MS = 250;
/** A little longer than the kernel keeps each. */
const HELD_MS = 65_000;

export interface WaitedForRoom {
  readonly waited_ms: number;
  /** Closed connections that the kernel kept at first. */
  readonly held: number;
  /** So many it keeps at most. */
  readonly most: number;
}

/** It is not known how many there will be, unless their number was asked for; half of the room is a fair start. */
function roomNeeded({ keep_alive, requests }: PortNeed, most: number): number {
  if (keep_alive || most === Infinity) return 0;
  return Math.min(requests ?? Infinity, Math.ceil(most / 2));
}

/** How many the kernel keeps at most, and how many it may keep by now so that there is room. */
function bounds(need: PortNeed): { readonly most: number; readonly allowed: number } {
  const most = Number(readSysctl('net.ipv4.tcp_max_tw_buckets') ?? Infinity);
  return { most, allowed: most - roomNeeded(need, most) };
}

/** Null: there was room enough, or it is not known. Rejects when aborted. */
export async function awaitRoom(
  need: PortNeed,
  signal: AbortSignal,
): Promise<WaitedForRoom | null> {
  const held = readTimeWaitSockets();
  const { most, allowed } = bounds(need);
  if (held === null || held <= allowed) return null;
  const started = performance.now();
  const waited = (): number => Math.round(performance.now() - started);
  // Read anew each time: whoever sees the run wait may raise the limit.
  while (waited() < HELD_MS && (readTimeWaitSockets() ?? 0) > bounds(need).allowed)
    await delay(POLL_MS, null, { signal });
  return { waited_ms: waited(), held, most };
}
