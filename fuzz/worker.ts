/** A thread that gives one parser its inputs; it is ended from outside when it hangs. */
import { parentPort, workerData } from 'node:worker_threads';
import { runTarget } from './run-target.ts';
import { TARGETS } from './targets.ts';

export interface Task {
  readonly target: string;
  readonly inputs: number;
  readonly seed: number;
  /** The number of inputs so far, for whoever watches. */
  readonly progress: Int32Array;
}

/** As far as a line of a client is read at most, and less. */
const SIZES = [65_536, 2 ** 20];

const { target: name, inputs, seed, progress } = workerData as Task;
const target = TARGETS.find((one) => one.name === name);
if (target === undefined) throw new Error(`no parser is named "${name}"`);
parentPort?.postMessage(
  runTarget(target, {
    ...{ inputs, seed, sizes: SIZES },
    onInput: () => Atomics.add(progress, 0, 1),
  }),
);
