/** What two runs must share for their figures to be compared: host, runtime, settings, CPU sets; pure. */
import type { RunStarted } from '../../journal/entries.ts';

/** By path, such as `host.cpu_model`. */
export type Conditions = ReadonlyMap<string, string>;

/** Numbers of rounds, seeds and notes may differ: they make a figure surer or not, and no other figure. */
export function conditionsOf({
  host,
  plan,
  runtime,
  runtime_options,
}: Pick<RunStarted, 'host' | 'plan' | 'runtime' | 'runtime_options'>): Conditions {
  const { kernel, architecture, cpu_model, cpus_allowed, cpus_online } = host;
  const { governor, virtualised, sysctl } = host;
  const { server, client } = plan.pinning;
  return new Map([
    ...flat('host', { architecture, cpu_model, cpus_allowed, cpus_online, virtualised }),
    ...flat('host', { kernel, governor, ...sysctl }),
    ...flat('runtime', { name: runtime, ...runtime_options }),
    ...flat('settings', plan.settings).filter(([path]) => path !== 'settings.rounds'),
    ...flat('pinning', { server, client }),
  ]);
}

function flat(group: string, values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [
    `${group}.${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

/** One clause for each that differs: `settings.payload_bytes: 200 then, 1000 now`. */
export function differences(then: Conditions, now: Conditions): string[] {
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((path) => then.get(path) !== now.get(path))
    .map((path) => `${path}: ${then.get(path) ?? 'none'} then, ${now.get(path) ?? 'none'} now`);
}
