/** Reads the engine's own statistics of a container, for where its control group cannot be seen. */
import type Docker from 'dockerode';
import { z } from 'zod';
import { engineStatus } from '../../host/docker/engine.ts';
import type { ProcessUsage } from '../../host/process-usage.ts';

export interface ContainerStats extends ProcessUsage {
  /** Since its start. */
  readonly cpu_ns: number | null;
}

const NOTHING: ContainerStats = {
  cpu_ns: null,
  rss_bytes: null,
  peak_rss_bytes: null,
  fds: null,
  sockets: null,
  voluntary_switches: null,
  involuntary_switches: null,
  disk_read_bytes: null,
  disk_write_bytes: null,
};

const size = z.number().nonnegative().optional().catch(undefined);

/** Of all that an engine says only the cumulative counters are used: shares need two samples. */
const statsSchema = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number().nonnegative() }) }),
  memory_stats: z
    .object({
      usage: size,
      max_usage: size,
      stats: z
        .object({ inactive_file: size, total_inactive_file: size })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z
        .array(z.object({ op: z.string(), value: z.number().nonnegative() }))
        .nullish(),
    })
    .optional()
    .catch(undefined),
});

type BlockCounters = z.infer<typeof statsSchema>['blkio_stats'];

/** Over all devices; `Read` under cgroup v1, `read` under v2. Without an entry nothing was accounted for. */
function blockBytes(counters: BlockCounters, operation: 'read' | 'write'): number | null {
  const entries = counters?.io_service_bytes_recursive ?? [];
  if (entries.length === 0) return null;
  return entries
    .filter(({ op }) => op.toLowerCase() === operation)
    .reduce((sum, { value }) => sum + value, 0);
}

/** An engine says this of a container that has ended, with all counters at 0. */
const NEVER = '0001-01-01T00:00:00Z';

/** What could not be known is null, never 0. */
export function readStats(answer: unknown): ContainerStats {
  const parsed = statsSchema.safeParse(answer);
  if (!parsed.success || parsed.data.read === NEVER) return NOTHING;
  const { cpu_stats, memory_stats, blkio_stats } = parsed.data;
  const cpu_ns = cpu_stats.cpu_usage.total_usage;
  if (cpu_ns === 0) return NOTHING;
  // Pages of files that could be dropped at once are no use of memory; `docker stats` leaves them out too.
  const cached =
    memory_stats?.stats?.total_inactive_file ?? memory_stats?.stats?.inactive_file ?? 0;
  const usage = memory_stats?.usage;
  return {
    ...NOTHING,
    cpu_ns,
    rss_bytes: usage === undefined ? null : Math.max(0, usage - cached),
    peak_rss_bytes: memory_stats?.max_usage ?? null,
    disk_read_bytes: blockBytes(blkio_stats, 'read'),
    disk_write_bytes: blockBytes(blkio_stats, 'write'),
  };
}

export async function askStats(container: Docker.Container): Promise<ContainerStats> {
  try {
    // One-shot: the engine answers at once and does not wait a second for a second sample.
    return readStats(await container.stats({ stream: false, 'one-shot': true }));
  } catch (error) {
    if (engineStatus(error) === 404 || engineStatus(error) === 409) return NOTHING;
    throw error;
  }
}
