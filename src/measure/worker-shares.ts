/** Tells a server that counts wrongly from one whose workers each count for themselves. */
import { ControlConnection } from './control-connection.ts';

/** So many that they meet two workers in the order of their counts once in 4000 times. */
const CONNECTIONS = 16;

/** What `/stats` counts, asked over new connections. Throws when it does not answer. */
async function countsSeen(url: string): Promise<number[]> {
  const seen: number[] = [];
  for (let asked = 0; asked < CONNECTIONS; asked += 1) {
    const connection = new ControlConnection(url);
    try {
      seen.push((await connection.stats()).total_requests);
    } finally {
      await connection.close();
    }
  }
  return seen;
}

/** One clause; null: what one counter can say, which also grows while somebody else sends. */
export async function sharesOfWorkers(url: string): Promise<string | null> {
  const seen = await countsSeen(url);
  if (!seen.some((count, index) => count < (seen[index - 1] ?? 0))) return null;
  return (
    'its /stats counts the requests of one worker, not of all: it says ' +
    `${[...new Set(seen)].join(', ')} over different connections`
  );
}
