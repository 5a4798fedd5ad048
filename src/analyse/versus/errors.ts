/** Failed requests of a pair in two runs: whether there are more than before. */
import type { Cell } from '../result.ts';
import type { ErrorsChange } from './comparison.ts';

/** Two-sided 95 %. */
const NORMAL_95 = 1.96;

type Counted = Pick<Cell, 'requests' | 'rounds_measured'>;

interface Errors {
  readonly failed: number;
  readonly all: number;
}

function errorsOf(cell: Counted | undefined): Errors | null {
  if (cell === undefined || cell.rounds_measured === 0) return null;
  const { ok, ok_outside_windows, failed } = cell.requests;
  return { failed, all: ok + ok_outside_windows + failed };
}

export function errorsChange(base: Counted | undefined, run: Counted | undefined): ErrorsChange {
  const [then, now] = [errorsOf(base), errorsOf(run)];
  return {
    base: then?.failed ?? null,
    run: now?.failed ?? null,
    base_share: shareOf(then),
    run_share: shareOf(now),
    more: now !== null && now.failed > 0 && hasGrown(then, now),
  };
}

function shareOf(errors: Errors | null): number | null {
  return errors === null || errors.all === 0 ? null : errors.failed / errors.all;
}

/** From none on any is more; of two rates of rare events the log of the ratio is about normal. */
function hasGrown(then: Errors | null, now: Errors): boolean {
  if (then === null || then.failed === 0) return then !== null;
  const log = Math.log(now.failed / now.all) - Math.log(then.failed / then.all);
  return log > NORMAL_95 * Math.sqrt(1 / now.failed + 1 / then.failed);
}

/** `0 failed requests then, 40 now`. */
export function errorsWords({ base, run }: ErrorsChange): string {
  const then = base === null ? 'an unknown number of failed requests' : countWords(base);
  return `${then} then, ${run ?? 'an unknown number'} now`;
}

function countWords(count: number): string {
  return `${count} failed ${count === 1 ? 'request' : 'requests'}`;
}
