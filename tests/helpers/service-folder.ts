/** Service folders of a few lines, for stages that need nothing else of a service. */
import path from 'node:path';
import { stringify } from 'yaml';
import { readManifest } from '../../src/plan/manifest.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { tempFolder, writeInto } from './temp-folder.ts';

const MANIFEST = {
  title: 'Stub',
  language: 'sh',
  library: 'none',
  build: { command: ['sh', 'build.sh'], inputs: ['build.sh'] },
  start: { command: ['{out}/program', '--cache={cache}'] },
  versions: { command: ['echo', '{"none":"1.0"}'] },
};

/** Builds something that says it was built. */
const BUILD_SCRIPT = 'echo built > "$PAIRBENCH_OUT/program"\n';

export interface ServiceOptions {
  readonly kind?: Service['kind'];
  readonly name?: string;
  /** Replaces keys of the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** By name within the folder; given `build.sh`, it replaces the usual one. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes the folder below `root`, as it lies below `services/`, and reads it. */
export function writeService(root: string, options: ServiceOptions = {}): Service {
  const { kind = 'server', name = 'sh-stub', manifest = {}, files = {} } = options;
  const folder = path.join(root, `${kind}s`, name);
  const all = {
    'build.sh': BUILD_SCRIPT,
    'service.yaml': stringify({ ...MANIFEST, ...manifest }),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeInto(folder, file, text);
  return { name, kind, folder, manifest: readManifest(folder, name, kind) };
}

export function stubService(options: ServiceOptions = {}): Service {
  return writeService(tempFolder(), options);
}
