/** What a round of chaos is: drawn from the seed and the number of the round alone. */
import { type Random, seeded } from '../simulate/random.ts';
import { CLIENTS, SERVERS } from './ground.ts';

/** Of the run that is broken. */
export interface Shape {
  readonly servers: readonly string[];
  readonly clients: readonly string[];
  readonly rounds: number;
  /** In each window. */
  readonly requests: number;
  /** With the second pass. */
  readonly latency: boolean;
  /** Services are built and verified, too. */
  readonly fresh_builds: boolean;
}

const MOST_CELLS = 4;
const MOST_ROUNDS = 3;

function mixed(seed: number, number: number): number {
  return Math.imul(seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b);
}

export function randomOf(seed: number, round: number): Random {
  return seeded(mixed(seed, round));
}

/** Which of `count` faults: each once, in an order of its own, before any comes again. */
export function faultOf(seed: number, round: number, count: number): number {
  const turn = Math.floor((round - 1) / count);
  const random = seeded(mixed(seed, -1 - turn));
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.index(last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order[(round - 1) % count] ?? 0;
}

/** What a fault needs of the run. */
export interface Needs {
  /** Null: any. */
  readonly servers: readonly string[] | null;
  /** At least. */
  readonly rounds: number;
  readonly fresh_builds: boolean;
}

export function drawShape(random: Random, needs: Needs): Shape {
  const [stub, pool] = SERVERS;
  const servers = needs.servers ?? [[stub], [pool], [stub], SERVERS][random.index(4)] ?? [stub];
  const clients = servers.length === 1 && random.index(2) === 0 ? CLIENTS : [CLIENTS[0]];
  const most = Math.min(MOST_ROUNDS, MOST_CELLS / (servers.length * clients.length));
  return {
    servers,
    clients,
    rounds: needs.rounds + random.index(most - needs.rounds + 1),
    requests: 50 + random.index(600),
    latency: random.index(5) === 0,
    fresh_builds: needs.fresh_builds,
  };
}
