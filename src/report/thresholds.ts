/** What the thresholds of a run say: what does not hold first. */
import type { ChalkInstance } from 'chalk';
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { RunResult } from '../analyse/result.ts';
import { cut, type Detail } from './detail.ts';
import { GATE_WORD, paintGate } from './palette.ts';
import { wrapHanging } from './text.ts';

export function renderThresholds(
  { thresholds }: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  return gateLines('Thresholds', thresholds, width, palette, detail);
}

const WORST_FIRST: readonly GateVerdict['verdict'][] = ['fail', 'no-data', 'pass'];

/** None for no gates. */
export function gateLines(
  title: string,
  gates: readonly GateVerdict[],
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  if (gates.length === 0) return [];
  const held = gates.filter(({ verdict }) => verdict === 'pass').length;
  const { shown, note } = cut(
    WORST_FIRST.flatMap((wanted) => gates.filter(({ verdict }) => verdict === wanted)),
    detail,
  );
  return [
    palette.bold(`${title}: ${held} of ${gates.length} hold`),
    ...shown.flatMap(({ name, verdict, sentence }) =>
      wrapHanging(`${GATE_WORD[verdict]} ${name}: ${sentence}`, width).map((line) =>
        paintGate(palette, verdict, line),
      ),
    ),
    ...(note === null ? [] : [note]),
  ];
}
