/** Why a service cannot be run in a container: it has no Dockerfile, or none that makes its variant. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '../../plan/manifest.ts';
import { changesOf } from '../../plan/variants.ts';
import { DOCKERFILE, hasDockerfile } from './context.ts';

/** `ARG NAME`, in whichever stage. */
function declaresArgument(dockerfile: string, name: string): boolean {
  return new RegExp(String.raw`^[ \t]*ARG[ \t](?:.*[ \t])?${name}(?![A-Za-z0-9_])`, 'im').test(
    dockerfile,
  );
}

/** One clause, as "its folder has no Dockerfile"; null: it can be built. Else a variant would be its base. */
export function imageLacks(service: Service): string | null {
  if (!hasDockerfile(service)) return `its folder has no ${DOCKERFILE}`;
  const changes = changesOf(service);
  if (changes === null) return null;
  const { build, start } = changes;
  const part = build?.command !== undefined ? 'build' : 'start';
  if (build?.command !== undefined || start?.command !== undefined)
    return `it replaces ${part}.command, which its ${DOCKERFILE} has in words of its own`;
  const dockerfile = readFileSync(path.join(service.folder, DOCKERFILE), 'utf8');
  const lacking = Object.keys(build?.env ?? {}).filter(
    (name) => !declaresArgument(dockerfile, name),
  );
  return lacking.length === 0 ? null : `its ${DOCKERFILE} has no "ARG ${lacking.join(' ')}"`;
}
