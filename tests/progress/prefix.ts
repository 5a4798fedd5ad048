/** What begins the words on a window of a pass, in a run that is no sweep. */
import type { Pass } from '../../src/plan/facts.ts';
import { passPrefix } from '../../src/plan/sweep.ts';

export function prefixOf(pass: Pass): string {
  return passPrefix(pass, null);
}
