/** A services folder for a while: copies of pairbench's own services, some of them under another name. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { CACHE } from '../setting.ts';

const SERVERS = path.join(PACKAGE_ROOT, 'services', 'servers');
const CLIENTS = path.join(PACKAGE_ROOT, 'services', 'clients');
const REFERENCE = 'reference';

export interface Wanted {
  readonly server: string;
  /** Name of its copy; unlike that of every service that there is. */
  readonly copy: string;
  /** Chosen beside the reference client. */
  readonly clients: readonly string[];
}

export interface CopiedServices {
  /** What `--services` is given. */
  readonly root: string;
  /** Folder of the copy. */
  readonly copy: string;
  /** An empty folder to run in. */
  readonly work: string;
}

/** Removes everything afterwards, the builds of the copy among it. */
export async function withCopiedServices<T>(
  { server, copy, clients }: Wanted,
  use: (services: CopiedServices) => Promise<T>,
): Promise<T> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'pairbench-truth-'));
  try {
    const root = path.join(temporary, 'services');
    const copyOf = (folder: string, kind: string, name: string): string => {
      const to = path.join(root, kind, name);
      cpSync(folder, to, { recursive: true });
      return to;
    };
    for (const name of [server, REFERENCE]) copyOf(path.join(SERVERS, name), 'servers', name);
    for (const name of new Set([...clients, REFERENCE]))
      copyOf(path.join(CLIENTS, name), 'clients', name);
    const copied = copyOf(path.join(SERVERS, server), 'servers', copy);
    return await use({ root, copy: copied, work: temporary });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(path.join(CACHE, 'builds', serviceKey('server', copy)), {
      recursive: true,
      force: true,
    });
  }
}

/** Throws where the text does not stand in the file exactly once: then the service has changed. */
export function replaceOnce(file: string, text: string, by: string): void {
  const parts = readFileSync(file, 'utf8').split(text);
  if (parts.length !== 2)
    throw new Error(`${file}: "${text}" stands there ${parts.length - 1} times, not once`);
  writeFileSync(file, parts.join(by));
}
