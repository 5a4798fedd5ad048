/** `npm run fuzz`: random and hostile texts for every parser of outside text, in a thread for each. */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { wholeOption } from '../simulate/whole-option.ts';
import type { FuzzOutcome } from './run-target.ts';
import { TARGETS } from './targets.ts';
import type { Task } from './worker.ts';

const INPUTS = 100_000;
/** One input must not take longer, and a thread that hangs cannot say so itself. */
const SILENCE_MS = 60_000;
const HEAP_MB = 1024;

interface Options {
  readonly targets: readonly string[];
  readonly inputs: number;
  readonly seed: number;
}

/** Gives the exit code: 1 when something was found. */
export async function fuzz(words: readonly string[]): Promise<number> {
  try {
    const options = readOptions(words);
    process.stdout.write(`fuzz: ${options.inputs} inputs for each, seed ${options.seed}\n`);
    const outcomes = await runAll(options);
    const found = outcomes.filter(({ failure }) => failure !== null).length;
    const inputs = outcomes.reduce((sum, one) => sum + one.inputs, 0);
    process.stdout.write(`${outcomes.length} parsers, ${inputs} inputs, ${found} with a fault\n`);
    return found === 0 ? EXIT.ok : EXIT.toolFault;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
}

function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parsed(words);
  const names = TARGETS.map(({ name }) => name);
  const unknown = positionals.find((word) => !names.includes(word));
  if (unknown !== undefined)
    throw new UserError(`no parser is named "${unknown}"`, `there are: ${names.join(', ')}`);
  return {
    targets: positionals.length === 0 ? names : positionals,
    inputs: wholeOption('inputs', values.inputs, INPUTS),
    seed: wholeOption('seed', values.seed, Date.now() % 1_000_000),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { inputs: { type: 'string' }, seed: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(error.message, 'there are --inputs and --seed', EXIT.badInput);
  }
}

/** In as many threads as there are CPUs. */
async function runAll({ targets, inputs, seed }: Options): Promise<FuzzOutcome[]> {
  // The last ones take longest: they begin first, so that no thread is left alone with one.
  const waiting = [...targets].reverse();
  const outcomes: FuzzOutcome[] = [];
  const work = async (): Promise<void> => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      const outcome = await runOne({ target, inputs, seed });
      outcomes.push(outcome);
      process.stdout.write(`${lineOf(outcome)}\n`);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  return outcomes;
}

function lineOf({ target, inputs, duration_ms, longest_cpu_ms, failure }: FuzzOutcome): string {
  const seconds = (duration_ms / 1000).toFixed(1);
  const figures = `${target.padEnd(18)} ${inputs} inputs, ${seconds} s, longest ${longest_cpu_ms} ms of CPU`;
  return failure === null ? `ok     ${figures}` : `FOUND  ${figures}\n${failure}`;
}

/** What a thread dies of is an outcome, too. */
function runOne(task: Omit<Task, 'progress'>): Promise<FuzzOutcome> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('worker.js', import.meta.url), {
    workerData: { ...task, progress } satisfies Task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const started = performance.now();
  return new Promise((resolve) => {
    let [seen, since] = [-1, performance.now()];
    const end = (outcome: FuzzOutcome): void => {
      clearInterval(watch);
      resolve(outcome);
    };
    const fail = (failure: string): void => {
      const inputs = Atomics.load(progress, 0);
      const duration_ms = Math.round(performance.now() - started);
      end({ target: task.target, inputs, duration_ms, longest_cpu_ms: 0, failure });
    };
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now !== seen) [seen, since] = [now, performance.now()];
      else if (performance.now() - since > SILENCE_MS) {
        fail(`input ${now} takes longer than ${SILENCE_MS / 1000} s`);
        void worker.terminate();
      }
    }, 1000);
    worker.on('message', end);
    worker.on('error', (error) => {
      fail(error.stack ?? error.message);
    });
  });
}
