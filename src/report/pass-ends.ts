/** Passes that ended before all their rounds were measured, and why. */
import type { RunResult } from '../analyse/result.ts';
import { plural } from './wording.ts';

type Pass = RunResult['passes'][number];

const PLANNED = 'planned';
/** Of the reasons that a run may have for it. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['precision', 'all intervals are narrow enough'],
  ['max-time', 'there was no time for more (--max-time)'],
  ['nothing-valid', 'no pair is valid'],
]);

export function earlyEnds(passes: readonly Pass[]): string[] {
  return passes.flatMap(({ pass, rounds, reason }) =>
    reason === null || reason === PLANNED
      ? []
      : [`the ${pass} pass after ${plural(rounds, 'round')}, ${WORDS.get(reason) ?? reason}`],
  );
}

/** `3 rounds`, or as many of how many where the pass ended early. */
export function roundsWords({ settings, passes }: RunResult): string {
  const planned = plural(settings.rounds, 'round');
  const pass =
    passes.find((one) => one.pass.startsWith('point-')) ??
    passes.find((one) => one.pass === 'throughput');
  return pass === undefined || earlyEnds([pass]).length === 0
    ? planned
    : `${pass.rounds} of at most ${planned}`;
}
