/** Runs a short helper command of the build stage and gives back what it printed. */
import { execa } from 'execa';

export interface CommandOutcome {
  /** Null: it could not be started or was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it failed, one line; empty when it did not. */
  readonly failure: string;
}

/** Its last words, or why it had none: it could not be started, was ended by a signal or took too long. */
export function failureOf(
  result: { readonly exitCode?: number | undefined; readonly shortMessage?: string | undefined },
  printed: string,
): string {
  const lastWords = printed.trim().split('\n').at(-1) ?? '';
  if (result.exitCode !== undefined && lastWords !== '') return lastWords;
  return result.shortMessage?.replaceAll('\n', ': ') ?? '';
}

interface CommandOptions {
  readonly cwd?: string;
  readonly timeout_ms?: number;
  /** All of it; left out: the caller's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Never throws; bounded to `timeout_ms`. */
export async function runCommand(
  command: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutcome> {
  const [file = '', ...args] = command;
  const result = await execa(file, args, {
    reject: false,
    stdin: 'ignore',
    timeout: options.timeout_ms ?? 30_000,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env }, extendEnv: false }),
  });
  return {
    exitCode: result.exitCode ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
    failure: failureOf(result, result.stderr),
  };
}
