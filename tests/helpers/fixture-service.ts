/** The services kept under tests/fixtures, built for a test, with faults switched on by flags. */
import path from 'node:path';
import { buildService } from '../../src/build/build-service.ts';
import type { BuiltService } from '../../src/build/built-service.ts';
import { readManifest } from '../../src/plan/manifest.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';
import { tempFolder } from './temp-folder.ts';

const FIXTURES = path.resolve('tests/fixtures/services');

/** `flags` are added to its start command. */
export async function fixtureService(
  kind: ServiceKind,
  name: string,
  flags: readonly string[] = [],
): Promise<BuiltService> {
  const folder = path.join(FIXTURES, `${kind}s`, name);
  const service = { name, kind, folder, manifest: readManifest(folder, name, kind) };
  const { signal } = new AbortController();
  const built = await buildService(service, { cache: tempFolder(), emit: () => undefined, signal });
  if (built === null) throw new Error(`${name} could not be built`);
  return withWords(built, (words) => [...words, ...flags]);
}

/** The same service, started by other words. */
export function withWords(
  built: BuiltService,
  change: (words: readonly string[]) => readonly string[],
): BuiltService {
  if (built.program.kind !== 'command') throw new Error('built as an image');
  return { ...built, program: { ...built.program, words: change(built.program.words) } };
}

/** Folder of the output of its build. */
export function outputOf(built: BuiltService | null): string {
  return built?.verdict_file.replace(/\.verified\.json$/, '') ?? '';
}
