/** Gates and thresholds in Markdown; a sign and a word for each verdict. */
import type { GateVerdict } from '../../analyse/gate-verdict.ts';
import { GATE_WORD } from '../palette.ts';
import { printable } from '../printable.ts';
import { left, table } from './table.ts';

export function gatesSection(gates: readonly GateVerdict[]): string[] {
  if (gates.length === 0) return [];
  const rows = gates.map(({ name, verdict, sentence }) => [
    ...[GATE_WORD[verdict], printable(name), printable(sentence)],
  ]);
  return ['## Gates', '', ...table([left('verdict'), left('gate'), left('why')], rows)];
}
