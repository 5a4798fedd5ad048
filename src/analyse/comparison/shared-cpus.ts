/** CPUs that both sides of a pair run on: then neither can be told from the other by how busy it was. */
import type { RunStarted } from '../../journal/entries.ts';
import { nameCpus } from '../../host/cpu-list.ts';

export interface SharedCpus {
  readonly cpus: readonly number[];
  /** `partly`: one of the sides has others beside them. */
  readonly how: 'wholly' | 'partly';
}

/** Null: there is none, or the sides are not pinned and move over several. */
export function sharedCpus({ plan, host }: Pick<RunStarted, 'plan' | 'host'>): SharedCpus | null {
  const { server, client } = plan.pinning;
  if (server === null || client === null)
    return host.cpus_allowed.length === 1 ? { cpus: host.cpus_allowed, how: 'wholly' } : null;
  const cpus = server.filter((cpu) => client.includes(cpu));
  if (cpus.length === 0) return null;
  const isWhole = cpus.length === server.length && cpus.length === client.length;
  return { cpus, how: isWhole ? 'wholly' : 'partly' };
}

export function sharedWords({ cpus }: SharedCpus): string {
  return `${nameCpus(cpus)}, which they share`;
}
