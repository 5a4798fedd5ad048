/** The schema of a service's manifest, `service.yaml`; published as JSON Schema. */
import path from 'node:path';
import semver from 'semver';
import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1).describe('A list of words; no shell reads them.');

/** Globs and paths stay inside the folder. */
const inside = z
  .string()
  .min(1)
  .refine(
    (text) => !path.isAbsolute(text) && !text.split('/').includes('..'),
    'must lie inside the service folder',
  );

const apt = z
  .string()
  .regex(/^[a-z0-9][a-z0-9+.-]*$/, 'must be the name of a Debian package')
  .optional()
  .describe('The Debian package that brings it.');

const versionRange = z
  .string()
  .refine((text) => semver.validRange(text) !== null, 'must be a version range such as ">=1.80"')
  .optional()
  .describe('A version range, such as ">=1.80".');

const requirement = z.union(
  [
    z.strictObject({ tool: z.string().regex(/^[\w.+-]+$/), version: versionRange, apt }),
    z.strictObject({ header: inside.regex(/^\w[\w./+-]*$/), apt }),
    z.strictObject({ python_module: z.string().regex(/^[\w.]+$/), apt }),
  ],
  'must name one tool, header or python_module',
);

const inputs = z
  .array(inside)
  .min(1)
  .describe('Globs; a change in one of these files means a new build.');

const buildEnvironment = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
  .optional()
  .describe('Of the build command; in an image, build arguments of these names.');

const startVariable = z.string().regex(/^[A-Z_][A-Z0-9_]*$/);

const VARIANT_NAME = 'the name of a variant is lower-case letters and digits, joined by "-"';

/** What is given takes the place of the same in the manifest; variables and requirements are added. */
const variantSchema = z
  .strictObject({
    about: z.string().min(1).describe('What it changes, in a few words.'),
    requires: z.array(requirement).min(1).optional(),
    build: z
      .strictObject({
        command: words.optional(),
        inputs: inputs.optional(),
        env: buildEnvironment,
      })
      .optional(),
    start: z
      .strictObject({
        command: words.optional(),
        env: z.record(startVariable, z.string()).optional(),
      })
      .optional(),
  })
  .refine(
    ({ requires, build, start }) => [requires, build, start].some((part) => part !== undefined),
    'must change build, start or requires',
  );

export const manifestSchema = z.strictObject({
  kind: z
    .literal('load-only')
    .optional()
    .describe('A client that gives throughput only, such as a load generator; else left out.'),
  title: z.string().min(1),
  language: z.string().min(1),
  library: z.string().min(1),
  tags: z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]),
  requires: z.array(requirement).default([]),
  build: z.strictObject({
    command: words,
    inputs,
    env: buildEnvironment,
  }),
  start: z.strictObject({
    command: words,
    env: z.record(startVariable, z.string()).default({}),
  }),
  versions: z.strictObject({ command: words }),
  docker: z
    .strictObject({
      build_args: z
        .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
        .default({})
        .describe('Build arguments of its Dockerfile.'),
      tty: z
        .boolean()
        .default(false)
        .describe('Give it a terminal: for programs that hold back their lines without one.'),
      writable: z.boolean().default(false).describe('Leave its root file system writable.'),
    })
    .default({ build_args: {}, tty: false, writable: false })
    .describe('How its image is built and run.'),
  max_threads: z.int().positive().optional().describe('Clients: the most threads it can use.'),
  variants: z
    .record(z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/), variantSchema, {
      error: ({ code }) => (code === 'invalid_key' ? VARIANT_NAME : undefined),
    })
    .optional()
    .describe('By name: the same service, built or started in another way, as NAME@VARIANT.'),
});

/** Servers cannot be load-only. */
export const serverManifestSchema = manifestSchema.refine(({ kind }) => kind === undefined, {
  path: ['kind'],
  message: 'only a client can be load-only',
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type Requirement = z.infer<typeof requirement>;
