/** Real services beside fixtures, with the reference services, in a services folder of the test's own. */
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const OWN = path.resolve('services');
const FIXTURES = path.resolve('tests/fixtures/services');

/** `flags` are added to its start command. */
export interface Stub {
  readonly name: string;
  readonly flags: string;
}

/** The reference services, a stub server with a fault of its own, and these clients of pairbench's. */
export function servicesWith({ name, flags }: Stub, clients: readonly string[]): string {
  const root = path.join(tempFolder(), 'services');
  const copy = (from: string, kind: string, as: string): string => {
    const to = path.join(root, kind, as);
    cpSync(from, to, { recursive: true });
    return to;
  };
  copy(path.join(OWN, 'servers', 'reference'), 'servers', 'reference');
  for (const client of ['reference', ...clients])
    copy(path.join(OWN, 'clients', client), 'clients', client);
  const stub = copy(path.join(FIXTURES, 'servers', 'stub-server'), 'servers', name);
  const manifest = readFileSync(path.join(stub, 'service.yaml'), 'utf8');
  const start = "command: [node, '{out}/main.mjs'] #";
  if (!manifest.includes(start)) throw new Error('the stub server is started in another way');
  writeInto(
    stub,
    'service.yaml',
    manifest.replace(start, `command: [node, '{out}/main.mjs', ${flags}] #`),
  );
  return root;
}
