/** How many workers a server and threads a client get, and how many CPUs they keep busy with them; pure. */
import type { LogicalCpu } from '../host/topology.ts';
import { coresOf } from './cores.ts';
import type { Pinning, Plan, Settings } from './facts.ts';
import type { Service } from './manifest.ts';
import type { Count, RunRequest } from './request.ts';
import type { WantedCores } from './share-cores.ts';

type AskedLoad = Pick<RunRequest, 'workers' | 'threads' | 'connections'>;

/** A thread without a connection has nothing to do. */
export function wantedCores({ workers, threads, connections }: AskedLoad): WantedCores {
  return {
    server: typeof workers === 'number' ? workers : null,
    client: typeof threads === 'number' ? Math.min(threads, connections) : null,
    most_of_client: connections,
  };
}

/** `topology`: all CPUs, of which each side has half where it is not pinned. */
export function loadOfSides(
  { workers, threads, connections }: AskedLoad,
  pinning: Pinning,
  topology: readonly LogicalCpu[],
): Pick<Settings, 'workers' | 'threads'> {
  const count = (asked: Count | null, side: 'server' | 'client'): number => {
    if (typeof asked === 'number') return asked;
    const half = (all: number): number => Math.max(1, Math.floor(all / 2));
    return asked === 'auto'
      ? (pinning.cores?.[side].count ?? half(coresOf(topology).length))
      : (pinning[side]?.length ?? half(topology.length));
  };
  return {
    workers: count(workers, 'server'),
    threads: Math.min(count(threads, 'client'), connections),
  };
}

/** Of those that each client is offered, as many as this one can use. */
export function usableThreads({ manifest }: Pick<Service, 'manifest'>, threads: number): number {
  return Math.min(threads, manifest.max_threads ?? Infinity);
}

/**
 * CPUs that a side of `count` workers or threads can keep busy: those of its set, of which fewer workers leave
 * some idle. Where the sides share CPUs, all of them, for what one leaves idle the other may use.
 */
export function busyCpus(
  { server, client }: Pick<Pinning, 'server' | 'client'>,
  side: 'server' | 'client',
  count: number,
): number {
  if (server === null || client === null) return count;
  const set = side === 'server' ? server : client;
  const isShared = server.some((cpu) => client.includes(cpu));
  return isShared ? set.length : Math.min(set.length, count);
}

/** A sentence for each client that leaves a part of its side idle because it cannot use more threads. */
export function idleThreadNotes({
  services,
  settings,
  pinning,
}: Pick<Plan, 'services' | 'pinning'> & {
  readonly settings: Pick<Settings, 'threads'>;
}): string[] {
  const cores = pinning.cores?.client.count ?? 0;
  return services.flatMap(({ name, threads }) => {
    if (threads === undefined || threads >= settings.threads) return [];
    const own = threads === 1 ? 'one thread' : `${threads} threads`;
    const rest =
      cores > threads
        ? `it uses ${threads === 1 ? 'one' : threads} of the ${cores} cores of its side`
        : `it does not use the ${settings.threads} that are asked for`;
    return [`${name} can run no more than ${own}: ${rest}`];
  });
}
