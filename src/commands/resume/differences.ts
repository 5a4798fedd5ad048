/** What differs between a run and its resumption; pure. Figures from both must not be mixed then. */
import type { BuildFact } from '../../build/facts.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import type { NamedPair } from '../../plan/facts.ts';
import type { Service } from '../../plan/manifest.ts';
import { serviceKey, shownNames } from '../../plan/service-key.ts';
import { pointLabel } from '../../plan/sweep.ts';
import type { ServiceId, ShownName } from '../../plan/service-key.ts';

export type Conditions = Pick<
  RunStarted,
  'tool_version' | 'runtime' | 'runtime_options' | 'host' | 'plan'
>;

/** By path, such as `host.cpu_model`. */
function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}

const named = ({ server, client }: NamedPair): string => `${server}:${client}`;

/** Notes and estimates are no conditions of measurement. */
function conditions({ tool_version, runtime, runtime_options, host, plan }: Conditions) {
  const { profile, seed, settings, pinning, pairs, services, ceilings, latency, stop } = plan;
  const { reference } = plan;
  const external = services
    .filter((service) => service.external !== null)
    .map((service): [string, unknown] => [service.name, service.external]);
  return new Map(
    flatten(
      {
        ...{ tool_version, runtime, runtime_options, host, profile, seed, settings },
        pinning: { server: pinning.server, client: pinning.client },
        external: Object.fromEntries(external),
        pairs: pairs.map(named),
        // The lengths of other passes' windows follow from the settings.
        reference: reference === null ? null : named(reference),
        ceilings: ceilings.map(named),
        latency: latency !== null,
        latency_rate_per_s: latency?.rate_per_s ?? null,
        stop,
        sweep: plan.sweep?.points.map(pointLabel),
      },
      '',
    ),
  );
}

/** One clause for each condition that has changed. */
export function changedConditions(then: Conditions, now: Conditions): string[] {
  const [before, after] = [conditions(then), conditions(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}: ${before.get(path) ?? 'none'} then, ${after.get(path) ?? 'none'} now`);
}

/** One clause for each service of the run that is not there any more. */
export function goneServices({ plan }: Conditions, services: readonly Service[]): string[] {
  const gone = plan.services.filter(
    ({ name, kind, external }) =>
      external === null && !services.some((one) => one.name === name && one.kind === kind),
  );
  return gone.map(({ name, kind }) => `${name}: this ${kind} is gone`);
}

interface Build extends ServiceId {
  readonly fingerprint: string;
  readonly binary: string;
  readonly start: string | undefined;
}

type Fact = JournalEntry | BuildFact;

/** By `serviceKey`. Of the last attempt that came to build it; one that could not be built is left out. */
function buildsOf(facts: readonly Fact[]): ReadonlyMap<string, Build> {
  const builds = new Map<string, Build>();
  for (const fact of facts) {
    if (fact.type === 'build-finished') {
      const { kind, service: name, fingerprint, binary, start } = fact;
      builds.set(serviceKey(kind, name), { kind, name, fingerprint, binary, start });
    }
    if (fact.type === 'build-failed' || fact.type === 'service-skipped')
      builds.delete(serviceKey(fact.kind, fact.service));
  }
  return builds;
}

function changedBuild(then: Build | undefined, now: Build | undefined, shown: ShownName): string[] {
  const either = then ?? now;
  if (either === undefined) return [];
  const service = shown(either.kind, either.name);
  if (then === undefined) return [`${service}: was not built then`];
  if (now === undefined) return [`${service}: was built then, cannot be built now`];
  if (then.fingerprint !== now.fingerprint)
    return [`${service}: its sources, build or tools have changed`];
  if (then.binary !== now.binary) return [`${service}: its binary has changed`];
  return then.start === now.start ? [] : [`${service}: it is started in another way`];
}

/** One clause for each service that is not what was measured before. */
export function changedBuilds(journal: readonly JournalEntry[], facts: readonly Fact[]): string[] {
  // Interrupted before it measured, a run has nothing that could be mixed up.
  if (!journal.some(({ type }) => type === 'measuring-started')) return [];
  const [then, now] = [buildsOf(journal), buildsOf(facts)];
  const shown = shownNames([...then.values(), ...now.values()]);
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) =>
    changedBuild(then.get(key), now.get(key), shown),
  );
}
