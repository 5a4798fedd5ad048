/** Variants of a service: the same folder with some of its manifest replaced; pure. */
import type { Manifest, Requirement, Variant } from './manifest-schema.ts';
import type { Service } from './manifest.ts';
import { variantName, variantOf } from './service-key.ts';

/** What is needed, whichever version of it. */
function neededThing(requirement: Requirement): string {
  if ('tool' in requirement) return `tool ${requirement.tool}`;
  if ('header' in requirement) return `header ${requirement.header}`;
  return `module ${requirement.python_module}`;
}

/** Of what both name, the second is needed. */
function both(base: readonly Requirement[], own: readonly Requirement[]): Requirement[] {
  const things = own.map(neededThing);
  return [...base.filter((one) => !things.includes(neededThing(one))), ...own];
}

function varied(manifest: Manifest, { about, requires, build, start }: Variant): Manifest {
  return {
    ...manifest,
    title: `${manifest.title}: ${about}`,
    // It is never meant by a word that does not name it.
    tags: [],
    requires: both(manifest.requires, requires ?? []),
    build: {
      command: build?.command ?? manifest.build.command,
      inputs: build?.inputs ?? manifest.build.inputs,
      env: { ...manifest.build.env, ...build?.env },
    },
    start: {
      command: start?.command ?? manifest.start.command,
      env: { ...manifest.start.env, ...start?.env },
    },
  };
}

/** The service, then each of its variants, as the manifest names them. */
export function withVariants(service: Service): Service[] {
  const { name, manifest } = service;
  const variants = Object.entries(manifest.variants ?? {}).map(([variant, changes]) => ({
    ...service,
    name: variantName(name, variant),
    manifest: varied(manifest, changes),
  }));
  return [service, ...variants];
}

/** What the manifest says of this variant; null: the service is none. */
export function changesOf({ name, manifest }: Service): Variant | null {
  const variant = variantOf(name);
  return variant === null ? null : (manifest.variants?.[variant] ?? null);
}
