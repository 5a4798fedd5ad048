/** What a client's bench.sh prints: see services/README.md. */
import { z } from 'zod';
import { UserError } from '../../src/host/user-error.ts';

const FEWEST_REPEATS = 5;
const FEWEST_SAMPLES = 100_000;

const repeatsSchema = z.array(z.number().positive()).min(FEWEST_REPEATS);
const lineSchema = z.strictObject({
  ns_per_request: repeatsSchema,
  /** The part of it that is done after the window; absent where nothing is. */
  after_window_ns_per_request: repeatsSchema.optional(),
  samples: z.int().min(FEWEST_SAMPLES),
});

export type BenchLine = z.infer<typeof lineSchema>;

/** Throws a UserError that names the client unless the text is that one line. */
export function readBenchLine(client: string, stdout: string): BenchLine {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw wrong(client, `printed ${lines.length} lines`);
  const { data, error } = lineSchema.safeParse(parsed(client, line));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw wrong(client, `printed ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parsed(client: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw wrong(client, 'printed what is not JSON');
  }
}

function wrong(client: string, what: string): UserError {
  return new UserError(
    `bench.sh of the client ${client} ${what}`,
    'one JSON line on stdout, as services/README.md describes it',
  );
}
