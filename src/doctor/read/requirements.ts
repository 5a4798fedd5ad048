/** Looks up what services require, each thing once, whichever of them ask for it. */
import { installCommand, packagesFor } from '../../build/packages.ts';
import type { InstallPolicy } from '../../build/packages.ts';
import { findMissing, toolVersion } from '../../build/requirements.ts';
import type { Missing } from '../../build/requirements.ts';
import type { Requirement } from '../../plan/manifest-schema.ts';
import type { Service } from '../../plan/manifest.ts';
import { shownNames } from '../../plan/service-key.ts';
import type { ShownName } from '../../plan/service-key.ts';
import type { RequirementFacts } from '../facts.ts';

interface Wish {
  readonly service: Service;
  readonly requirement: Requirement;
}

type Named = Pick<RequirementFacts, 'kind' | 'name'>;

function named(requirement: Requirement): Named {
  if ('tool' in requirement) return { kind: 'tool', name: requirement.tool };
  if ('header' in requirement) return { kind: 'header', name: requirement.header };
  return { kind: 'python-module', name: requirement.python_module };
}

const isSame = (one: Named, other: Named): boolean =>
  one.kind === other.kind && one.name === other.name;

const unique = (words: readonly string[]): string[] => [...new Set(words)];

async function lookUp(
  wishes: readonly Wish[],
  wanted: Named,
  missing: readonly Missing[],
  shown: ShownName,
  policy: InstallPolicy,
): Promise<RequirementFacts> {
  const concerned = <T extends Wish>(all: readonly T[]): T[] =>
    all.filter(({ requirement }) => isSame(named(requirement), wanted));
  const namesOf = (all: readonly Wish[]): string[] =>
    unique(all.map(({ service }) => shown(service.kind, service.name)));
  const lacking = concerned(missing);
  const packages = packagesFor(lacking);
  return {
    ...wanted,
    version: wanted.kind === 'tool' ? await toolVersion(wanted.name) : null,
    wanted: unique(
      concerned(wishes).flatMap(({ requirement }) =>
        'version' in requirement && requirement.version !== undefined ? [requirement.version] : [],
      ),
    ),
    services: namesOf(concerned(wishes)),
    lacking: namesOf(lacking),
    reasons: unique(lacking.map(({ reason }) => reason)),
    install_command:
      packages.length > 0 && policy.hasApt ? installCommand(packages, policy.isRoot) : null,
  };
}

/** In the order in which the services name them. */
export async function readRequirements(
  services: readonly Service[],
  policy: InstallPolicy,
): Promise<RequirementFacts[]> {
  const missing = await findMissing(services);
  const shown = shownNames(services);
  const wishes = services.flatMap((service) =>
    service.manifest.requires.map((requirement) => ({ service, requirement })),
  );
  const things = wishes.map(({ requirement }) => named(requirement));
  const each = things.filter((one, at) => things.findIndex((other) => isSame(one, other)) === at);
  return Promise.all(each.map((wanted) => lookUp(wishes, wanted, missing, shown, policy)));
}
