/** What a run lacks whose reference services could not take part. */
import type { Plan } from '../plan/facts.ts';
import type { Outcomes } from './outcomes.ts';

/** Given once, whichever of the two is missing: without both there are no reference windows. */
export function referenceNotices({ reference, ceilings }: Plan, outcomes: Outcomes): string[] {
  if (reference === null) return [];
  const lacking = (['server', 'client'] as const).flatMap(
    (kind) => outcomes.troubleOf(kind, reference[kind])?.reasons ?? [],
  );
  if (lacking.length === 0) return [];
  const missing =
    ceilings.length === 0 ? 'no check' : 'ceilings are missing, and there is no check';
  return [`${missing} of the machine's state: ${lacking.join('; ')}`];
}
