/** Runs the command line as a user does, in a folder of its own. */
import path from 'node:path';
import { execa } from 'execa';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { RunResult } from '../../src/analyse/result.ts';

const BIN = path.resolve('bin/pairbench.js');

/** A second pass over all pairs would take most of the time of tests that are about something else. */
export const WITHOUT_LATENCY = { PAIRBENCH_LATENCY: 'false' };
/** An engine on the machine, or a CI job around, changes nothing in what these tests see, unless they ask for it. */
const USUAL = {
  PAIRBENCH_RUNTIME: 'process',
  ...WITHOUT_LATENCY,
  GITHUB_ACTIONS: '',
  GITHUB_STEP_SUMMARY: '',
};

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export async function pairbench(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...USUAL, ...env },
    reject: false,
    stripFinalNewline: false,
  });
  return { exitCode, stdout, stderr };
}

/** The result that `--json -` printed; it must be strict JSON of the published schema. */
export function resultOf(outcome: Outcome): RunResult {
  return runResultSchema.parse(JSON.parse(outcome.stdout));
}
