/** Runs Node, or pairbench, from start to end, by the clock. */
import path from 'node:path';
import { execa } from 'execa';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { withoutSettings } from '../without-settings.ts';

const BIN = path.join(PACKAGE_ROOT, 'bin', 'pairbench.js');

/** Throws a UserError when it does not end well; `accepted` are further exit codes. */
export async function processSeconds(
  words: readonly string[],
  accepted: readonly number[] = [],
): Promise<number> {
  const started = performance.now();
  const { exitCode, stderr } = await execa(process.execPath, words, {
    cwd: PACKAGE_ROOT,
    env: withoutSettings(process.env),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  const seconds = (performance.now() - started) / 1000;
  if (exitCode === EXIT.ok || accepted.includes(exitCode ?? NaN)) return seconds;
  const what = words.join(' ');
  throw new UserError(`"${what}" failed with exit code ${exitCode ?? '?'}`, stderr, EXIT.toolFault);
}

export function pairbenchSeconds(
  words: readonly string[],
  accepted: readonly number[] = [],
): Promise<number> {
  return processSeconds([BIN, ...words], accepted);
}
