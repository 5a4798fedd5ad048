/** What a reader of the result should know of the plan. */
import type { Plan } from '../plan/facts.ts';
import type { RunRequest } from '../plan/request.ts';
import { idleThreadNotes } from '../plan/side-load.ts';

const NO_REFERENCE =
  'there are no services tagged "reference": no ceilings, and no check of the machine\'s state';

type NotedPlan = Pick<Plan, 'pinning' | 'reference' | 'services'> & {
  readonly settings: Pick<Plan['settings'], 'threads'>;
};

export function notesOf(plan: NotedPlan, { ceilings }: Pick<RunRequest, 'ceilings'>): string[] {
  const { pinning, reference } = plan;
  return [
    ...(pinning.note === null ? [] : [pinning.note]),
    ...idleThreadNotes(plan),
    ...(reference === null && ceilings ? [NO_REFERENCE] : []),
  ];
}
