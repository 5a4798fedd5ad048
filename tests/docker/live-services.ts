/** Copies of the fixture services, changed for a test: other variables, another entry point, more files. */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { ServiceKind } from '../../src/plan/service-key.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { FIXTURES } from './live.ts';

const manifestSchema = z.looseObject({
  start: z.looseObject({ env: z.record(z.string(), z.string()).optional() }),
});

export interface Change {
  /** Variables of its start. */
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces other keys of its manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Added to the end of its Dockerfile. */
  readonly dockerfile?: string;
  /** More files of its folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes `name` below `services`; gives its folder. */
export function addService(
  services: string,
  kind: ServiceKind,
  fixture: string,
  name: string,
  { env = {}, manifest = {}, dockerfile = '', files = {} }: Change,
): string {
  const folder = path.join(services, `${kind}s`, name);
  cpSync(path.join(FIXTURES, `${kind}s`, fixture), folder, { recursive: true });
  const file = path.join(folder, 'service.yaml');
  const given = manifestSchema.parse(parse(readFileSync(file, 'utf8')));
  const start = { ...given.start, env: { ...given.start.env, ...env } };
  writeFileSync(file, stringify({ ...given, start, ...manifest }));
  appendFileSync(path.join(folder, 'Dockerfile'), dockerfile);
  for (const [other, text] of Object.entries(files)) writeInto(folder, other, text);
  return folder;
}
