/** Bodies of 100 and 200 bytes, 1 and 16 KiB. */
import { comparing, type Side, type Topic } from '../line.ts';

type Pair = Pick<Side, 'server' | 'client'>;

function bodies(payload_bytes: number, pair: Pair): Side {
  return { name: `${payload_bytes} bytes`, ...pair, load: { payload_bytes } };
}

const PAIRS: readonly Pair[] = [
  { server: 'rust-actix', client: 'reference' },
  { server: 'go-gin', client: 'reference' },
  { server: 'python-fastapi', client: 'reference' },
];

export const payload: Topic = {
  name: 'payload',
  title: 'Payload size',
  lines: PAIRS.map((pair) =>
    comparing(
      { concerns: 'server', by: 'speed', advised: 'first' },
      `payload-${pair.server}`,
      `Keep bodies small (${pair.server}).`,
      bodies(100, pair),
      bodies(200, pair),
      bodies(1024, pair),
      bodies(16_384, pair),
    ),
  ),
};
