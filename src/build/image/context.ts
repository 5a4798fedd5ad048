/** The build context of a service's image: the files of its folder that .dockerignore lets through. */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pack } from 'tar-fs';
import { UserError } from '../../host/user-error.ts';
import type { Service } from '../../plan/manifest.ts';

export const DOCKERFILE = 'Dockerfile';
const IGNORE_FILE = '.dockerignore';

interface Ignore {
  add(patterns: string): Ignore;
  createFilter(): (file: string) => boolean;
}

// Its types declare an ES module, which it is not.
const dockerignore = createRequire(import.meta.url)('@balena/dockerignore') as () => Ignore;

export function hasDockerfile(service: Service): boolean {
  return existsSync(path.join(service.folder, DOCKERFILE));
}

/** Files and links, relative to the folder; links are not followed. */
function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
}

/** Null: it is none. */
export function linkTarget(service: Service, file: string): string | null {
  const full = path.join(service.folder, file);
  return lstatSync(full).isSymbolicLink() ? readlinkSync(full) : null;
}

/** It need not exist yet: a step of the build may make it. */
function staysInside(service: Service, file: string): boolean {
  const target = linkTarget(service, file);
  if (target === null) return true;
  const seen = path.normalize(path.join(path.dirname(file), target));
  return !path.isAbsolute(target) && seen !== '..' && !seen.startsWith(`..${path.sep}`);
}

/** Relative to the folder, sorted. Throws a UserError for a link that leaves the folder. */
export function contextFiles(service: Service): string[] {
  const ignoreFile = path.join(service.folder, IGNORE_FILE);
  const rules = existsSync(ignoreFile) ? readFileSync(ignoreFile, 'utf8') : '';
  const isKept = dockerignore().add(rules).createFilter();
  // The engine needs these two, whatever the rules say.
  const isNeeded = (file: string): boolean => [DOCKERFILE, IGNORE_FILE].includes(file);
  const files = allFiles(service.folder).filter((file) => isNeeded(file) || isKept(file));
  const stray = files.find((file) => !staysInside(service, file));
  if (stray === undefined) return files.sort();
  throw new UserError(
    `${service.name}: ${stray} lies outside the service folder`,
    'an image is built from its own folder alone; name the file in .dockerignore',
  );
}

/** The files as a tar stream, the form in which an engine takes them. */
export function packContext(service: Service, files: readonly string[]): NodeJS.ReadableStream {
  return pack(service.folder, { entries: [...files] });
}
