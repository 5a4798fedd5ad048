/** All that is shown of a run. */
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { PlotData } from '../analyse/plot-data.ts';
import type { RunResult } from '../analyse/result.ts';
import type { RunsComparison } from '../analyse/versus/comparison.ts';

export interface Reported {
  readonly result: RunResult;
  readonly plots: () => PlotData;
  /** With an earlier run (`--baseline`); null: with none. */
  readonly comparison: RunsComparison | null;
}

/** Thresholds, and what must not be slower. */
export function gatesOf({
  result,
  comparison,
}: Pick<Reported, 'result' | 'comparison'>): readonly GateVerdict[] {
  return [...result.thresholds, ...(comparison?.gates ?? [])];
}
