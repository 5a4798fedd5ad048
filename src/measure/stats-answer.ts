/** The answer to `GET /stats`: how a server proves who it is and what it has counted. */
import { z } from 'zod';
import { shortText } from './conformance/problem-text.ts';

const count = z.int().nonnegative();

const statsAnswerSchema = z.object({
  server: z.string(),
  build_id: z.string(),
  token: z.string(),
  pid: z.int().positive(),
  workers: z.int().positive(),
  total_requests: count,
  connections_accepted: count,
});

export type StatsAnswer = z.infer<typeof statsAnswerSchema>;

/** Throws an Error, one sentence, when it is not what the contract says. */
export function parseStats(body: string): StatsAnswer {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Error(`GET /stats was answered with what is not JSON: ${shortText(body)}`);
  }
  const parsed = statsAnswerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const fault = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new Error(`GET /stats was answered with ${shortText(body)}: ${fault}`);
}

/** What tells that a later answer comes from another process; null: nothing does. */
export function restartFault(earlier: StatsAnswer, later: StatsAnswer): string | null {
  if (later.pid !== earlier.pid)
    return `it was restarted, or several processes answer: /stats names pid ${later.pid}, before it was ${earlier.pid}`;
  for (const name of ['server', 'build_id'] as const)
    if (later[name] !== earlier[name])
      return `it was replaced: /stats names ${name} "${later[name]}", before it was "${earlier[name]}"`;
  // In a container each new process may have the same pid.
  for (const name of ['total_requests', 'connections_accepted'] as const)
    if (later[name] < earlier[name])
      return `it was restarted: ${name} of /stats went back from ${earlier[name]} to ${later[name]}`;
  return null;
}
