/** `npm run bench [-- TOPIC]`: ratios measured side by side, in a table beside what is wanted. */
import { EXIT, UserError } from '../src/host/user-error.ts';

/** Is given the words behind its name; gives the exit code. */
type Topic = (words: readonly string[]) => Promise<number>;

function alone(run: () => Promise<void>): Topic {
  return async (words) => {
    if (words.length > 0) throw new UserError(`bench: "${words.join(' ')}" is not known here`);
    await run();
    return EXIT.ok;
  };
}

/** Loaded when asked for: some prepare the machine as they are loaded. */
const TOPICS: Readonly<Record<string, Topic>> = {
  ceilings: alone(async () => (await import('./ceilings.ts')).benchCeilings()),
  docker: alone(async () => (await import('./docker.ts')).benchDocker()),
  instrument: async (words) => (await import('./instrument/instrument.ts')).benchInstrument(words),
  own: async (words) => (await import('./own/own.ts')).benchOwn(words),
  report: alone(async () => (await import('./report.ts')).benchReport()),
  targets: async (words) => (await import('./targets/targets.ts')).benchTargets(words),
  truth: async (words) => (await import('./truth/truth.ts')).benchTruth(words),
};

/** Without a topic: those that take no more than some minutes and nothing but this machine. */
const USUAL = ['ceilings', 'targets', 'instrument', 'own', 'report'];

async function benchTopic(topic: string, words: readonly string[]): Promise<number> {
  const run = TOPICS[topic];
  if (run === undefined)
    throw new UserError(
      `bench: "${topic}" is not a topic`,
      `choose ${Object.keys(TOPICS).join(', ')}`,
    );
  return run(words);
}

/** Gives the exit code: of the first topic that fails. */
export async function bench(words: readonly string[]): Promise<number> {
  const [topic, ...more] = words;
  try {
    if (topic !== undefined) return await benchTopic(topic, more);
    for (const usual of USUAL) {
      const code = await benchTopic(usual, []);
      if (code !== EXIT.ok) return code;
    }
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
}
