/** Finds the services: each folder below `servers/` and `clients/` that holds a manifest. */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../host/user-error.ts';
import { MANIFEST_FILE, readManifest } from './manifest.ts';
import type { Service } from './manifest.ts';
import { SERVICE_KINDS } from './service-key.ts';
import type { ServiceKind } from './service-key.ts';
import { withVariants } from './variants.ts';

export function isServiceName(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}

function foldersBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, MANIFEST_FILE)))
    .sort();
}

function readService(root: string, kind: ServiceKind, name: string): Service {
  const folder = path.join(root, `${kind}s`, name);
  const shownAs = path.relative(process.cwd(), folder) || folder;
  if (!isServiceName(name))
    throw new UserError(
      `${shownAs}: a service's name is lower-case letters and digits, joined by "-"`,
      'rename the folder',
    );
  if (lstatSync(folder).isSymbolicLink())
    throw new UserError(
      `${shownAs}: a service folder cannot be a symbolic link`,
      'copy the folder',
    );
  return { name, kind, folder, manifest: readManifest(folder, shownAs, kind) };
}

/**
 * `root` holds `servers/` and `clients/`. Servers first, by name, each before its variants. Throws a UserError for
 * a bad manifest.
 */
export function discoverServices(root: string): Service[] {
  const services = SERVICE_KINDS.flatMap((kind) =>
    foldersBelow(path.join(root, `${kind}s`)).flatMap((name) =>
      withVariants(readService(root, kind, name)),
    ),
  );
  if (services.length === 0)
    throw new UserError(`no service found below ${root}`, 'see services/README.md');
  return services;
}
