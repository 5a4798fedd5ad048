/** compose.yaml as a text: what must keep up with the tool. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentName, OPTION_NAMES } from '../../src/commands/options.ts';

const fileSchema = z.object({
  services: z.object({
    matrix: z.object({ environment: z.record(z.string(), z.null()) }),
  }),
});

/** Folders of the image and its mounts, the runtime, which the image sets, and what another verb has. */
const FIXED = ['output', 'cache-dir', 'services', 'config', 'runtime', 'builds', 'by'];

describe('compose.yaml', () => {
  it('hands every option that can be set as a variable on to the matrix', () => {
    const { services } = fileSchema.parse(parse(readFileSync('compose.yaml', 'utf8')));
    const handedOn = Object.keys(services.matrix.environment);
    const options = OPTION_NAMES.filter((name) => !FIXED.includes(name));
    expect(handedOn.sort()).toEqual([...options.map(environmentName), 'NO_COLOR'].sort());
  });
});
