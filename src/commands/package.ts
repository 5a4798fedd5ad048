/** Where pairbench itself lies, and its version. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this file with a package.json: it is the same for sources and for dist. */
function findRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

export const PACKAGE_ROOT = findRoot();

function readVersion(): string {
  const file = path.join(PACKAGE_ROOT, 'package.json');
  const about: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof about === 'object' && about !== null && 'version' in about)
    if (typeof about.version === 'string') return about.version;
  throw new Error(`${file} has no version`);
}

export const VERSION = readVersion();
