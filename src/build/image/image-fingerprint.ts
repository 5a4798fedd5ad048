/** Identity of an image: its build context and its build arguments; of a variant, its start as well. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '../../plan/manifest.ts';
import { variantOf } from '../../plan/service-key.ts';
import { linkTarget } from './context.ts';

/** Raised when an image of the same context must not be used again. */
const FORMAT = 'pairbench.image/1';

export type BuildArguments = Readonly<Record<string, string>>;

/** 16 hexadecimal digits, of what the manifest says of its start. */
export function startFingerprint({ manifest: { start, docker } }: Service): string {
  const text = JSON.stringify([start, docker]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** 16 hexadecimal digits. A base image that was pulled anew under its old tag does not change it. */
export function imageFingerprint(
  service: Service,
  files: readonly string[],
  build_args: BuildArguments,
): string {
  const hash = createHash('sha256');
  const add = (text: string | Buffer): void => {
    hash.update(`${text.length}:`).update(text);
  };
  add(FORMAT);
  add(JSON.stringify(Object.entries(build_args).sort()));
  // One that is only started in another way is told from its base all the same.
  if (variantOf(service.name) !== null) add(`${service.name} ${startFingerprint(service)}`);
  for (const file of files) {
    const full = path.join(service.folder, file);
    const target = linkTarget(service, file);
    add(file);
    if (target === null) {
      add((statSync(full).mode & 0o111) === 0 ? 'plain' : 'executable');
      add(readFileSync(full));
    } else {
      add('link');
      add(target);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
