/** Why a service cannot be measured, in the words of whoever found out; pure. */
import { baseNameOf, variantOf } from '../src/plan/service-key.ts';
import type { ServiceId } from '../src/plan/service-key.ts';
import type { Site } from './site.ts';

type Known = Pick<Site, 'services' | 'facts'>;
type Fact = Site['facts'][number];

/** Null: nothing stands in its way. */
export function lackOf({ kind, name }: ServiceId, { services, facts }: Known): string | null {
  const there = (wanted: string): boolean =>
    services.some((service) => service.kind === kind && service.name === wanted);
  const [base, variant] = [baseNameOf(name), variantOf(name)];
  if (!there(base)) return `there is no ${kind} ${base}`;
  if (!there(name)) return `there is no variant ${variant ?? ''} of ${base}`;
  const told = facts.flatMap((fact) => troubleIn(fact, { kind, name }) ?? []);
  return told.at(-1) ?? null;
}

/** Null: the fact is of something else, or no trouble. */
function troubleIn(fact: Fact, { kind, name }: ServiceId): string | null {
  if (!('service' in fact) || fact.service !== name) return null;
  if (fact.type === 'client-refused') return kind === 'client' ? `${name}: ${fact.reason}` : null;
  if (!('kind' in fact) || fact.kind !== kind) return null;
  if (fact.type === 'build-failed') {
    const last = fact.log_tail.findLast((line) => line.trim() !== '');
    return `the build of ${name} failed: ${last?.trim() ?? fact.reason}`;
  }
  if (fact.type === 'service-skipped') return `${name} cannot be built here: ${fact.reason}`;
  if (fact.type !== 'verify-finished') return null;
  const [problem] = fact.problems;
  return problem === undefined ? null : `${name} does not keep the contract: ${problem}`;
}
