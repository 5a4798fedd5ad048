/** Which of the chosen pairs can have a curve; pure. */
import { UserError } from '../host/user-error.ts';
import { isLoadOnly } from './manifest.ts';
import type { Pair } from './select.ts';

interface Sweepable {
  readonly pairs: readonly Pair[];
  /** A sentence for each client that was left out. */
  readonly left_out: readonly string[];
}

/** Clients that have no latencies have no curve either. Throws a UserError where none is left. */
export function sweepable(chosen: readonly Pair[]): Sweepable {
  const pairs = chosen.filter(({ client }) => !isLoadOnly(client));
  const others = chosen.filter(({ client }) => isLoadOnly(client));
  const names = [...new Set(others.map(({ client }) => client.name))];
  if (pairs.length === 0)
    throw new UserError(
      `sweep: ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} load-only: ` +
        'without latencies there is no curve',
      'choose another client',
    );
  return {
    pairs,
    left_out: names.map((name) => `${name} is load-only, so it has no curve: it was left out`),
  };
}
