/** What a reader of the result should know of the plan. */
import type { Plan } from '../plan/facts.ts';
import type { RunRequest } from '../plan/request.ts';

const NO_REFERENCE =
  'there are no services tagged "reference": no ceilings, and no check of the machine\'s state';

export function notesOf(
  { pinning, reference }: Pick<Plan, 'pinning' | 'reference'>,
  { ceilings }: Pick<RunRequest, 'ceilings'>,
): string[] {
  return [
    ...(pinning.note === null ? [] : [pinning.note]),
    ...(reference === null && ceilings ? [NO_REFERENCE] : []),
  ];
}
