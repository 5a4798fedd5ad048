/** The build context of a service's image: the files of its folder that .dockerignore lets through. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pack } from 'tar-fs';
import { glob } from 'tinyglobby';
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

/** Relative to the folder, sorted. Throws a UserError for a link that leaves the folder. */
export async function contextFiles(service: Service): Promise<string[]> {
  const all = await glob(['**'], { cwd: service.folder, dot: true, followSymbolicLinks: false });
  const ignoreFile = path.join(service.folder, IGNORE_FILE);
  const rules = existsSync(ignoreFile) ? readFileSync(ignoreFile, 'utf8') : '';
  const isKept = dockerignore().add(rules).createFilter();
  // The engine needs these two, whatever the rules say.
  const files = all.filter((file) => [DOCKERFILE, IGNORE_FILE].includes(file) || isKept(file));
  const root = realpathSync(service.folder) + path.sep;
  for (const file of files)
    if (!realpathSync(path.join(service.folder, file)).startsWith(root))
      throw new UserError(
        `${service.name}: ${file} lies outside the service folder`,
        'an image is built from its own folder alone; name the file in .dockerignore',
      );
  return files.sort();
}

/** The files as a tar stream, the form in which an engine takes them. */
export function packContext(service: Service, files: readonly string[]): NodeJS.ReadableStream {
  return pack(service.folder, { entries: [...files] });
}
