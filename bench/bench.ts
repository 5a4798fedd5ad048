/** `npm run bench [-- TOPIC]`: ratios measured side by side, in a table beside what is wanted. */
import { UserError } from '../src/host/user-error.ts';
import { benchCeilings } from './ceilings.ts';
import { benchDocker } from './docker.ts';

const TOPICS: Readonly<Record<string, () => Promise<void>>> = {
  ceilings: benchCeilings,
  docker: benchDocker,
};

/** Gives the exit code. */
export async function bench(words: readonly string[]): Promise<number> {
  const [topic = 'ceilings', ...more] = words;
  const run = TOPICS[topic];
  try {
    if (run === undefined || more.length > 0)
      throw new UserError(
        `bench: "${words.join(' ')}" is not a topic`,
        `choose ${Object.keys(TOPICS).join(' or ')}`,
      );
    await run();
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
}
