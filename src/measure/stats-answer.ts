/** The answer to `GET /stats`: how a server proves who it is and what it has counted. */
import { z } from 'zod';

const count = z.int().nonnegative();

export const statsAnswerSchema = z.object({
  server: z.string(),
  build_id: z.string(),
  token: z.string(),
  pid: z.int().positive(),
  workers: z.int().positive(),
  total_requests: count,
  connections_accepted: count,
});

export type StatsAnswer = z.infer<typeof statsAnswerSchema>;
