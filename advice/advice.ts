/** `npm run advice [-- TOPIC...]`: what each piece of advice is worth on this machine. */
import path from 'node:path';
import { interruptions } from '../src/commands/interruptions.ts';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { Interrupted } from '../src/host/interrupted.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { carryOut, type Places } from './carry-out.ts';
import type { Topic } from './line.ts';
import { HELP, readOptions } from './options.ts';
import { TOPICS } from './topics/all.ts';

const PLACES: Places = {
  services: path.join(PACKAGE_ROOT, 'services'),
  cache: path.join(PACKAGE_ROOT, '.pairbench'),
  results: path.join(PACKAGE_ROOT, 'results', 'advice'),
  page: path.join(PACKAGE_ROOT, 'docs', 'advice.md'),
};

/** Gives the exit code. */
export async function advice(
  words: readonly string[],
  topics: readonly Topic[] = TOPICS,
  places: Places = PLACES,
): Promise<number> {
  const interrupted = interruptions(process);
  try {
    const options = readOptions(words);
    if (options !== null) return await carryOut(topics, options, places, process, interrupted);
    process.stdout.write(HELP);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof Interrupted) {
      process.stderr.write('what is finished is kept: start again to go on\n');
      return interrupted.exitCode() ?? EXIT.interrupted;
    }
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  } finally {
    interrupted.forget();
  }
}
