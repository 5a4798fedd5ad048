/** `npm run simulate`: how often the product's statistics are right, on noise that is known in full. */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { methodsScenarios, scenarios } from './scenarios.ts';
import { type MethodsRow, missed, renderMethods, renderRows, type Row } from './table.ts';
import { wholeOption } from './whole-option.ts';
import type { Answer, Task } from './worker.ts';

/** The standard error of a share near 5 % of so many runs is 0.5 %. */
const RUNS = 2000;
const SEED = 1;

const LEGEND = `
R       rounds; G  + with gates and repeats, - without
cover   share of the 95 % intervals of ratios that hold the truth; >= 0.93
lowest  the same for the two of nine entries for which it is lowest
false   runs of nine equal entries in which one is called faster; <= 5 %
power   entries that one made 10 % slower is told from
half    median half-width of the interval of a ratio; noise.json with gates:
        <= 2.5 % at 3 rounds, <= 1.5 % at 10
oracle  mean half-width / that of an oracle that knows the variance of the
        windows that count; plain: <= 1.15 from 5 rounds on
known   ratios that have an interval
work    windows measured / planned
!       misses what is wanted; the last two kinds are only shown
`;

interface Options {
  readonly runs: number;
  readonly seed: number;
}

/** Gives the exit code: 1 when something misses what is wanted of it. */
export async function simulate(words: readonly string[]): Promise<number> {
  try {
    const { rows, methods } = await assessAll(readOptions(words));
    process.stdout.write(`${renderRows(rows)}\n${LEGEND}\n${renderMethods(methods)}\n`);
    return rows.every((row) => missed(row).length === 0) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
}

function readOptions(words: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { runs: { type: 'string' }, seed: { type: 'string' } },
    });
    return {
      runs: wholeOption('runs', values.runs, RUNS),
      seed: wholeOption('seed', values.seed, SEED),
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(error.message, 'there are --runs and --seed', EXIT.badInput);
  }
}

interface Tables {
  readonly rows: readonly Row[];
  readonly methods: readonly MethodsRow[];
}

/** In as many threads as there are CPUs; a scenario's numbers depend on its seed alone. */
async function assessAll({ runs, seed }: Options): Promise<Tables> {
  const [all, ofMethods] = [scenarios(), methodsScenarios()];
  // What is not held against anything need not be known as well.
  const fewer = Math.ceil(runs / 4);
  const tasks = [
    ...ofMethods.map((_, index): Task => ({ kind: 'methods', index, runs: fewer, seed })),
    ...all.map(({ wanted }, index): Task => {
      const isShownOnly = Object.keys(wanted).length === 0;
      return { kind: 'scenario', index, runs: isShownOnly ? fewer : runs, seed };
    }),
  ];
  const answers: Answer[] = [];
  await Promise.all(Array.from({ length: os.availableParallelism() }, () => work(tasks, answers)));
  answers.sort((a, b) => a.index - b.index);
  return {
    rows: all.flatMap((scenario, index) =>
      answers.flatMap((one) =>
        one.kind === 'scenario' && one.index === index
          ? [{ scenario, assessment: one.assessment }]
          : [],
      ),
    ),
    methods: ofMethods.flatMap((scenario, index) =>
      answers.flatMap((one) =>
        one.kind === 'methods' && one.index === index
          ? [{ scenario, assessment: one.assessment }]
          : [],
      ),
    ),
  };
}

/** Takes tasks, the last one first, until there are none left. */
function work(tasks: Task[], answers: Answer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.js', import.meta.url));
    const next = (): void => {
      const task = tasks.pop();
      if (task !== undefined) worker.postMessage(task);
      else
        worker.terminate().then(() => {
          resolve();
        }, reject);
    };
    worker.on('message', (answer: Answer) => {
      answers.push(answer);
      process.stderr.write(`simulate ${answers.length} done, ${tasks.length} to come\n`);
      next();
    });
    worker.on('error', reject);
    next();
  });
}
