/** What the build stage reports as it goes; these become journal entries. */
import { z } from 'zod';
import { serviceKindSchema } from '../plan/service-kind-schema.ts';

/** Whose fact it is. */
const whose = { kind: serviceKindSchema, service: z.string() };

export const buildFactSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('packages-installed'),
    packages: z.array(z.string()),
    command: z.string(),
    duration_ms: z.int(),
  }),
  z.strictObject({
    type: z.literal('service-skipped'),
    ...whose,
    reason: z.string(),
    remedy: z.string(),
  }),
  z.strictObject({
    type: z.literal('build-started'),
    ...whose,
    fingerprint: z.string(),
    log_file: z.string(),
  }),
  /** A step of an image's Dockerfile is being carried out. */
  z.strictObject({ type: z.literal('build-step'), ...whose, step: z.string() }),
  z.strictObject({
    type: z.literal('build-finished'),
    ...whose,
    fingerprint: z.string(),
    /** Hash of what was built: files of the output, or the image's id. */
    binary: z.string(),
    /** Of an image: hash of what its manifest says of its start, which is no part of the image. */
    start: z.string().optional(),
    cached: z.boolean(),
    duration_ms: z.int(),
    versions: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    type: z.literal('build-failed'),
    ...whose,
    reason: z.string(),
    log_file: z.string(),
    log_tail: z.array(z.string()),
  }),
]);

export type BuildFact = z.infer<typeof buildFactSchema>;
