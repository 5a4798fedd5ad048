/** Which value a kernel setting should get: never less than it has. */
import { parseNumbers } from './conf.ts';

/**
 * A number is raised, a range widened to hold both; the present value when that is enough.
 * Null: the present value has no order, or not as many numbers as the wanted one.
 */
export function raised(current: string, wanted: readonly number[]): string | null {
  const numbers = parseNumbers(current);
  if (numbers?.length !== wanted.length) return null;
  const isRange = wanted.length === 2;
  return wanted
    .map((want, at) => {
      const now = numbers[at] ?? want;
      return isRange && at === 0 ? Math.min(now, want) : Math.max(now, want);
    })
    .join(' ');
}
