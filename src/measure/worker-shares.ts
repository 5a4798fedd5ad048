/** Tells a server that counts wrongly from one whose workers each count for themselves. */
import { ControlConnection } from './control-connection.ts';

/** So many that all of them meet the same of two workers once in 250 times. */
const CONNECTIONS = 9;

/** What `/stats` counts, asked over new connections while nothing else is sent. Throws when it does not answer. */
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

/** One clause; null: every connection is told the same. */
export async function sharesOfWorkers(url: string): Promise<string | null> {
  const seen = [...new Set(await countsSeen(url))];
  if (seen.length === 1) return null;
  return (
    'its /stats counts the requests of one worker, not of all: it says ' +
    `${seen.join(', ')} over different connections`
  );
}
