/** Runs the command line as a user does, and reads the JSON that it prints. */
import path from 'node:path';
import { execa } from 'execa';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { RunResult } from '../../src/analyse/result.ts';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { withoutSettings } from '../without-settings.ts';
import type { CopiedServices } from './copied-services.ts';

const BIN = path.join(PACKAGE_ROOT, 'bin', 'pairbench.js');
/** Ends a run that hangs; the longest run takes 3 minutes, and a first build some more. */
const LIMIT_MS = 20 * 60_000;

export interface Seconds {
  readonly low: number;
  readonly high: number;
}

interface Printed {
  /** Not there when it was ended by a signal. */
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** An interrupted run ends by itself, for it gets the signal of the terminal too; then so do we. */
async function pairbench(
  args: readonly string[],
  { root, work }: CopiedServices,
): Promise<Printed> {
  const words = [BIN, 'run', '--services', root, '--runtime', 'process', ...args];
  const child = execa(process.execPath, words, {
    ...{ cwd: work, env: withoutSettings(process.env), extendEnv: false },
    ...{ reject: false, encoding: 'utf8', timeout: LIMIT_MS },
  });
  const forward = (): void => {
    child.kill('SIGTERM');
  };
  const stay = (): void => undefined;
  process.on('SIGINT', stay).on('SIGTERM', forward);
  try {
    const { exitCode, stdout, stderr } = await child;
    if (exitCode === EXIT.interrupted || exitCode === EXIT.terminated)
      throw new UserError('interrupted', 'the temporary folders are removed', exitCode);
    return { exitCode, stdout, stderr };
  } finally {
    process.off('SIGINT', stay).off('SIGTERM', forward);
  }
}

function fault({ exitCode, stderr }: Printed): UserError {
  return new UserError(
    `a run failed with exit code ${exitCode ?? 'unknown'}`,
    stderr,
    EXIT.toolFault,
  );
}

/** A run with cells that are not valid has a result all the same. */
export async function measure(
  args: readonly string[],
  services: CopiedServices,
): Promise<RunResult> {
  const printed = await pairbench([...args, '--json'], services);
  const { exitCode } = printed;
  if (exitCode !== EXIT.ok && exitCode !== EXIT.cellsNotValid) throw fault(printed);
  return runResultSchema.parse(JSON.parse(printed.stdout));
}

const EXPECTED = /^expected time after the builds: (\S+?)(?: to (\S+))?$/m;

function inSeconds(clock: string): number {
  const [minutes = NaN, seconds = NaN] = clock.split(':').map(Number);
  return minutes * 60 + seconds;
}

/** As the dry run says it. */
export async function expectedSeconds(
  args: readonly string[],
  services: CopiedServices,
): Promise<Seconds> {
  const printed = await pairbench([...args, '--dry-run'], services);
  const [, low, high = low] = EXPECTED.exec(printed.stdout) ?? [];
  if (low === undefined || high === undefined) throw fault(printed);
  return { low: inSeconds(low), high: inSeconds(high) };
}
