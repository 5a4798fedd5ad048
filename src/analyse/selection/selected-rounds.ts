/** What the rules that end a pass, and choose the rate of the next, know of a pair. */
import type { NamedPair, Pass } from '../../plan/facts.ts';
import type { Observation } from '../statistics/observation.ts';
import { machineStates } from './machine-state.ts';
import { selectWindows } from './select-windows.ts';
import type { WindowFigures } from './window-figures.ts';
import type { WindowRecord } from './window-record.ts';

/** The windows that count; empty for a pair that is not valid so far. */
export function soundWindows(
  record: WindowRecord,
  pass: Pass,
  pair: NamedPair,
): readonly WindowFigures[] {
  if (record.hasFailed(pass, pair)) return [];
  const { used } = selectWindows(record.windowsOf(pass, pair), machineStates(record.controls));
  return used.every(({ broken, rps }) => broken.length === 0 && rps > 0) ? used : [];
}

/** One value for each pair and round. */
export function observe(
  record: WindowRecord,
  pass: Pass,
  pairs: readonly NamedPair[],
  valueOf: (window: WindowFigures) => number | null,
): Observation[] {
  return pairs.flatMap((pair) =>
    soundWindows(record, pass, pair).flatMap((window) => {
      const value = valueOf(window);
      const entry = `${pair.server}:${pair.client}`;
      return value === null ? [] : [{ entry, round: window.round, value }];
    }),
  );
}
