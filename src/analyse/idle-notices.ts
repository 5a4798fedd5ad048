/** With few connections both sides sleep in turn: what of the latency is then no work of the services. */
import type { Settings } from '../plan/facts.ts';
import type { Cell } from './result.ts';
import { pairName } from './comparison/compared.ts';

/** From so many on, a side always has something to do (as in the gate of interference). */
const MANY_CONNECTIONS = 8;
/** Below this share of its CPUs a side surely sleeps at times. */
const IDLE = 0.85;
const MOST_NAMED = 3;

/** Of a closed loop. */
export function idleNotices(
  { connections, rate_per_s }: Pick<Settings, 'connections' | 'rate_per_s'>,
  cells: readonly Cell[],
): string[] {
  if (rate_per_s !== null || connections >= MANY_CONNECTIONS) return [];
  const valid = cells.filter(({ status }) => status === 'valid');
  return connections === 1 ? oneConnection(valid) : fewConnections(connections, valid);
}

const LEAVING_IDLE = "the machine leaving idle, about half of a fast pair's latency";

function oneConnection(cells: readonly Cell[]): string[] {
  const shares = cells.flatMap((cell) => asleepShare(cell) ?? []);
  const turns =
    'with 1 connection client and server take turns, each asleep while the other works: ';
  if (shares.length === 0) return [`${turns}much of it is ${LEAVING_IDLE}`];
  const [low, high] = [Math.min(...shares), Math.max(...shares)].map((one) =>
    Math.round(one * 100),
  );
  const range = low === high ? `${low} %` : `${low} to ${high} %`;
  return [
    `${turns}for ${range} of a round trip neither worked. That is ${LEAVING_IDLE}, or a service that waits`,
  ];
}

/** Share of a round trip in which neither side used a CPU; null: not known. */
function asleepShare({ rtt_ns, cpu_us_per_request }: Cell): number | null {
  const { client, server } = cpu_us_per_request;
  if (client === null || server === null || rtt_ns.mean === null || rtt_ns.mean <= 0) return null;
  return Math.max(0, 1 - ((client + server) * 1000) / rtt_ns.mean);
}

function fewConnections(connections: number, cells: readonly Cell[]): string[] {
  const idle = cells.filter(
    ({ cpu_utilisation: { client, server } }) =>
      client !== null && server !== null && client < IDLE && server < IDLE,
  );
  if (idle.length === 0) return [];
  const names = idle.slice(0, MOST_NAMED).map(pairName).join(', ');
  const more = idle.length > MOST_NAMED ? ` and ${idle.length - MOST_NAMED} more` : '';
  return [
    `with ${connections} connections both sides of ${names}${more} were idle at times: a part of their ` +
      'latency is the machine leaving idle, no work of the services',
  ];
}
