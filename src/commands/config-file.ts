/** Reads `pairbench.yaml`: the long names of the options as keys. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseYaml, readYaml } from '../plan/yaml-source.ts';
import { OPTION_NAMES } from './options.ts';
import type { RawValues } from './option-values.ts';

const DEFAULT_FILE = 'pairbench.yaml';

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true, false, or a list of texts',
});
const value = z.union([scalar, z.array(z.union([z.string(), z.number()]))], {
  error: 'must be a text, a number, true, false, or a list of texts',
});

const configSchema = z
  .strictObject(
    Object.fromEntries(
      OPTION_NAMES.filter((name) => name !== 'config').map((name) => [name, value.optional()]),
    ),
  )
  .nullable();

export interface ConfigFile {
  readonly name: string;
  readonly values: RawValues;
}

/** Throws a UserError with line and column. */
export function parseConfig(text: string, name: string): ConfigFile {
  return { name, values: parseYaml(text, name, configSchema) ?? {} };
}

/** `given` null: the default file, if there is one. Throws a UserError with file, line and column. */
export function readConfigFile(given: string | null, cwd: string): ConfigFile {
  const name = given ?? DEFAULT_FILE;
  const file = path.resolve(cwd, name);
  if (given === null && !existsSync(file)) return { name, values: {} };
  return { name, values: readYaml(file, name, configSchema) ?? {} };
}
