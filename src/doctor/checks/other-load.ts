/** What other programs and other virtual machines take of the CPUs. */
import type { DoctorFacts, OtherLoadFacts } from '../facts.ts';
import { advice, ok } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

/** Share of all CPUs; a choice: the services of a quiet system stay below it. */
const LIMIT = 0.03;

const SHOWN = { maximumFractionDigits: 1 } as const;

interface Taken {
  readonly cpus: number;
  readonly costs: string;
  readonly cure: Cure;
}

function judge(taken: Taken, { duration_ms }: OtherLoadFacts, machineCpus: number): Verdict {
  const share = taken.cpus / machineCpus;
  const percent = (share * 100).toLocaleString('en-US', SHOWN);
  const seconds = (duration_ms / 1000).toLocaleString('en-US', SHOWN);
  const found = `${percent} % of ${machineCpus === 1 ? 'the CPU' : `${machineCpus} CPUs`} over ${seconds} s`;
  return share <= LIMIT
    ? ok(found)
    : { status: 'warn', found, costs: taken.costs, cure: taken.cure };
}

const UNKNOWN: Verdict = {
  status: 'warn',
  found: 'not known: /proc/stat cannot be read',
  costs: 'it is not noticed when others use the machine',
  cure: advice('mount /proc'),
};

export function checkOtherLoad({ other_load, cpus }: DoctorFacts): Finding[] {
  const verdictOf = (taken: (load: OtherLoadFacts) => Taken): Verdict =>
    other_load === null ? UNKNOWN : judge(taken(other_load), other_load, cpus.online);
  const foreign = verdictOf(({ foreign_cpus }) => ({
    cpus: foreign_cpus,
    costs: 'server and client get less CPU: figures are lower and spread wider',
    cure: advice('end what is busy, or wait; "ps aux --sort=-pcpu | head" shows it'),
  }));
  const steal = verdictOf(({ steal_cpus }) => ({
    cpus: steal_cpus,
    costs: 'other virtual machines take CPU away: figures are lower and spread wider',
    cure: advice('measure at a quieter time or on another machine; nothing helps from inside'),
  }));
  return [
    { group: 'cpu', id: 'cpu:foreign', title: 'Other programs', ...foreign },
    { group: 'cpu', id: 'cpu:steal', title: 'Steal', ...steal },
  ];
}
