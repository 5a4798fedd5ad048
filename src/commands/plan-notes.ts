/** What a reader of the result should know of the plan. */
import type { Plan } from '../plan/facts.ts';
import type { RunRequest } from '../plan/request.ts';

const NO_REFERENCE =
  'there are no services tagged "reference": no ceilings, and no check of the machine\'s state';

type NotedPlan = Pick<Plan, 'pinning' | 'reference'> & {
  readonly settings: Pick<Plan['settings'], 'workers' | 'threads'>;
};

/** Workers, or threads, that were asked for take turns on too few CPUs. */
function crowded({ pinning, settings }: NotedPlan): string[] {
  const sides = [
    { cpus: pinning.server?.length, count: settings.workers, what: 'workers of each server' },
    { cpus: pinning.client?.length, count: settings.threads, what: 'threads of each client' },
  ];
  return sides.flatMap(({ cpus, count, what }) =>
    cpus === undefined || count <= cpus
      ? []
      : [`${count} ${what} share ${cpus === 1 ? 'one CPU' : `${cpus} CPUs`}`],
  );
}

export function notesOf(plan: NotedPlan, { ceilings }: Pick<RunRequest, 'ceilings'>): string[] {
  const { pinning, reference } = plan;
  return [
    ...(pinning.note === null ? [] : [pinning.note]),
    ...crowded(plan),
    ...(reference === null && ceilings ? [NO_REFERENCE] : []),
  ];
}
