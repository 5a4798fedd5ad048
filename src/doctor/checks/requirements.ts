/** Toolchains and libraries that the services are built with. */
import type { DoctorFacts, RequirementFacts } from '../facts.ts';
import { advice, command, ok } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

function titleOf({ kind, name }: RequirementFacts): string {
  switch (kind) {
    case 'tool':
      return name;
    case 'header':
      return `C/C++ header ${name}`;
    case 'python-module':
      return `Python module ${name}`;
  }
}

/** Reasons are clauses that name the thing again, which the title has done. */
function shortened(reason: string, title: string): string {
  const subject = [`${title} `, `the ${title} `].find((start) => reason.startsWith(start)) ?? '';
  return reason.slice(subject.length).replace(/^is /, '');
}

function present({ version, wanted, services }: RequirementFacts): string {
  const told = version === null || version === 'unknown' ? 'found' : version;
  const ranges = wanted.length === 0 ? '' : ` (wanted: ${wanted.join(', ')})`;
  return `${told}${ranges}, for ${services.join(', ')}`;
}

function cureOf({ name, wanted, version, install_command }: RequirementFacts): Cure {
  if (install_command !== null) return command(install_command);
  return version === null
    ? advice(`install what brings ${name}`)
    : advice(`install ${name} ${wanted.join(' and ')}, from its makers if need be`);
}

function judge(facts: RequirementFacts, used: DoctorFacts['runtime']['used']): Verdict {
  if (facts.lacking.length === 0) return ok(present(facts));
  const found = facts.reasons.map((reason) => shortened(reason, titleOf(facts))).join('; ');
  const lacking = facts.lacking.join(', ');
  const cure = cureOf(facts);
  // An image brings its own toolchain.
  return used === 'docker'
    ? { status: 'warn', found, costs: `only in containers can be built: ${lacking}`, cure }
    : {
        status: 'fail',
        found,
        costs: `cannot be built, so their pairs are skipped: ${lacking}`,
        cure,
      };
}

export function checkRequirements({
  requirements,
  runtime,
}: Pick<DoctorFacts, 'requirements' | 'runtime'>): Finding[] {
  return requirements.map((facts) => ({
    group: 'services',
    id: `${facts.kind}:${facts.name}`,
    title: titleOf(facts),
    ...judge(facts, runtime.used),
  }));
}
