/** What the report says about the machine; read once before and once after a run. */
import { z } from 'zod';

export const hostFactsSchema = z.strictObject({
  kernel: z.string(),
  distribution: z.string().nullable(),
  architecture: z.string(),
  cpu_model: z.string().nullable(),
  cpus_allowed: z.array(z.int().nonnegative()),
  cpus_online: z.int().positive(),
  governor: z.string().nullable(),
  virtualised: z.boolean().nullable(),
  memory_bytes: z.int().positive(),
  nofile_soft: z.int().positive().nullable(),
  nofile_hard: z.int().positive().nullable(),
  /** Kernel settings that bear on loopback load, by sysctl name; null where the key does not exist. */
  sysctl: z.record(z.string(), z.string().nullable()),
  node_version: z.string(),
});

export type HostFacts = z.infer<typeof hostFactsSchema>;
