/** Where pairbench itself lies, and its version. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ name: z.literal('pairbench'), version: z.string() });

/** The nearest folder above this file with a package.json: it is the same for sources and for dist. */
function findRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

export const PACKAGE_ROOT = findRoot();

export const VERSION = packageSchema.parse(
  JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8')),
).version;
