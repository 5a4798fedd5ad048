/** How much memory, open files and sockets grow within long windows, as the result holds it. */
import { z } from 'zod';

const growthSchema = z.strictObject({
  /** Slope in a minute, with its 95 % interval; of several windows the mean. */
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  /** `unclear`: neither growth nor its absence can be told from these windows. */
  verdict: z.enum(['stable', 'grows', 'shrinks', 'unclear']),
});

const ofEach = z.strictObject({
  server: growthSchema.nullable(),
  client: growthSchema.nullable(),
  /** pairbench itself. */
  tool: growthSchema.nullable(),
});

export const growthPerMinSchema = z.strictObject({
  rss_bytes: ofEach,
  fds: ofEach,
  /** Open connections, and what else is a socket. */
  sockets: ofEach,
});

export type Growth = z.infer<typeof growthSchema>;
export type GrowthPerMin = z.infer<typeof growthPerMinSchema>;
export type Resource = keyof GrowthPerMin;
export type Grower = keyof GrowthPerMin[Resource];
