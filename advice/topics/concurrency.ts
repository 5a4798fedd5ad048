/** How many requests are in flight at once, and how near to its limit a server runs. */
import { comparing, type Side, type Topic } from '../line.ts';

type Pair = Pick<Side, 'server' | 'client'>;

function inFlight(connections: number, pair: Pair): Side {
  return { name: `${connections} in flight`, ...pair, load: { connections } };
}

function atShare(rate_share: number, pair: Pair): Side {
  return { name: `${rate_share * 100} % of the full load`, ...pair, load: { rate_share } };
}

const PAIRS: readonly Pair[] = [
  { server: 'rust-actix', client: 'rust-reqwest' },
  { server: 'go-gin', client: 'rust-reqwest' },
  { server: 'python-fastapi', client: 'python-aiohttp' },
];

const BY_SPEED = { concerns: 'server', by: 'speed', advised: 'first' } as const;
const BY_LATENCY = { ...BY_SPEED, by: 'p99' } as const;

export const concurrency: Topic = {
  name: 'concurrency',
  title: 'Concurrency',
  lines: [
    ...PAIRS.map((pair) =>
      comparing(
        BY_SPEED,
        `concurrency-${pair.server}`,
        `Do not ask for more at once than brings throughput (${pair.server}).`,
        inFlight(50, pair),
        inFlight(100, pair),
        inFlight(200, pair),
      ),
    ),
    ...PAIRS.map((pair) =>
      comparing(
        BY_LATENCY,
        `backpressure-${pair.server}`,
        `Limit the requests in flight: backpressure (${pair.server}).`,
        inFlight(50, pair),
        inFlight(1000, pair),
      ),
    ),
    ...PAIRS.map((pair) =>
      comparing(
        BY_LATENCY,
        `headroom-${pair.server}`,
        `Do not load a server to more than 80 % (${pair.server}).`,
        atShare(0.8, { ...pair, client: 'reference' }),
        atShare(0.9, { ...pair, client: 'reference' }),
      ),
    ),
  ],
};
