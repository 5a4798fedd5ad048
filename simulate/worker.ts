/** Assesses scenarios by their number, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { assess, type Assessment } from './assess.ts';
import { compareMethods, type MethodsAssessment } from './methods.ts';
import { methodsScenarios, scenarios } from './scenarios.ts';

export interface Task {
  readonly kind: 'scenario' | 'methods';
  readonly index: number;
  readonly runs: number;
  readonly seed: number;
}

export type Answer =
  | { readonly kind: 'scenario'; readonly index: number; readonly assessment: Assessment }
  | { readonly kind: 'methods'; readonly index: number; readonly assessment: MethodsAssessment };

const all = scenarios();
const ofMethods = methodsScenarios();

function answer({ kind, index, runs, seed }: Task): Answer {
  const [scenario, trial] = [all[index], ofMethods[index]];
  if (kind === 'scenario' && scenario !== undefined)
    return { kind, index, assessment: assess(scenario, runs, seed + index) };
  if (kind === 'methods' && trial !== undefined)
    return { kind, index, assessment: compareMethods(trial, runs, seed + index) };
  throw new RangeError(`there is no ${kind} ${index}`);
}

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(answer(task));
});
