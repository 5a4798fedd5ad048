/** Assesses scenarios by their number, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { assess } from './assess.ts';
import { scenarios } from './scenarios.ts';

export interface Task {
  readonly index: number;
  readonly runs: number;
  readonly seed: number;
}

const all = scenarios();

parentPort?.on('message', ({ index, runs, seed }: Task) => {
  const scenario = all[index];
  if (scenario === undefined) throw new RangeError(`there is no scenario ${index}`);
  parentPort?.postMessage({ index, assessment: assess(scenario, runs, seed + index) });
});
