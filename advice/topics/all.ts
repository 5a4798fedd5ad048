/** Every topic, in the order of the page. */
import { UserError } from '../../src/host/user-error.ts';
import type { Topic } from '../line.ts';
import { concurrency } from './concurrency.ts';
import { cpp } from './cpp.ts';
import { go } from './go.ts';
import { keepAlive } from './keep-alive.ts';
import { payload } from './payload.ts';
import { connectionPool } from './pool.ts';
import { protocol } from './protocol.ts';
import { python } from './python.ts';
import { rust } from './rust.ts';
import { sysctl } from './sysctl.ts';

export const TOPICS: readonly Topic[] = [
  keepAlive,
  connectionPool,
  concurrency,
  payload,
  python,
  rust,
  go,
  cpp,
  sysctl,
  protocol,
];

/** Without words all of them. Throws a UserError for a word that is no topic. */
export function topicsNamed(words: readonly string[], topics: readonly Topic[]): Topic[] {
  const unknown = words.find((word) => !topics.some(({ name }) => name === word));
  if (unknown !== undefined)
    throw new UserError(
      `advice: "${unknown}" is not a topic`,
      `choose ${topics.map(({ name }) => name).join(', ')}`,
    );
  return topics.filter(({ name }) => words.length === 0 || words.includes(name));
}
