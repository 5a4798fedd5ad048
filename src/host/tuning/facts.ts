/** What tuning the kernel reports; these become journal entries. */
import { z } from 'zod';

const key = z.string();
const value = z.string();
const withReason = z.strictObject({ key, reason: z.string() });

export const kernelTunedSchema = z.strictObject({
  type: z.literal('kernel-tuned'),
  set: z.array(z.strictObject({ key, before: value, after: value })),
  /** As high as wanted already, or higher. */
  kept: z.array(z.strictObject({ key, value })),
  refused: z.array(withReason),
});

export const kernelRestoredSchema = z.strictObject({
  type: z.literal('kernel-restored'),
  tuned_by: z.enum(['this-run', 'earlier-run']),
  restored: z.array(z.strictObject({ key, value })),
  /** Changed by somebody else since; the present value stays. */
  left: z.array(z.strictObject({ key, value })),
  /** Still tuned; `original` is what it should be. */
  failed: z.array(withReason.extend({ original: value })),
  /** Where the originals are kept because of what failed; null: nothing is kept. */
  saved_file: z.string().nullable(),
});

export const tuningFactSchema = z.discriminatedUnion('type', [
  kernelTunedSchema,
  kernelRestoredSchema,
]);

export type KernelTuned = z.infer<typeof kernelTunedSchema>;
export type KernelRestored = z.infer<typeof kernelRestoredSchema>;
