/** Gates: what does not hold stands out, what holds can be opened. */
import type { GateVerdict } from '../../analyse/gate-verdict.ts';
import { GATE_WORD } from '../palette.ts';
import type { Section } from './figure.ts';
import { markup, NOTHING } from './markup.ts';
import { list, paragraphs } from './words.ts';

/** None for no gates. */
export function gatesSection(gates: readonly GateVerdict[]): Section[] {
  if (gates.length === 0) return [];
  const lines = (verdict: GateVerdict['verdict']): string[] =>
    gates
      .filter((gate) => gate.verdict === verdict)
      .map(({ name, sentence }) => `${GATE_WORD[verdict]} ${name}: ${sentence}`);
  const [held, open] = [lines('pass'), [...lines('fail'), ...lines('no-data')]];
  const content = markup`${open.length === 0 ? NOTHING : markup`<div class="faults">${paragraphs(open)}</div>\n`}${held.length === 0 ? NOTHING : markup`<details><summary>What holds</summary>\n${list(held)}</details>\n`}`;
  return [
    {
      ...{ id: 'gates', short: 'Gates', width: 'full', content },
      title: `Gates: ${held.length} of ${gates.length} hold`,
    },
  ];
}
