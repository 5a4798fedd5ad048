/** A result whose texts try everything: markup of each format, escape codes, emoji, half characters. */
import type { RunResult } from '../../src/analyse/result.ts';
import { cellOf, changed, notValid, resultOf, service } from './cell-fixture.ts';

export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '</testcase><x a="\'">&amp;',
  '=1+1',
  '@everyone',
  '-2+3|cmd',
  '+SUM(A1)',
  'a|b`c`*d*_e_[f](http://g)',
  'comma, "quote"\nnewline\ttab',
  '\u001B[31mred\u001B[0m\u0007',
  '\u202Eright to left',
  '🚀👩‍👩‍👧‍👦 非同步',
  'half \uD83D pair \uFFFE\u0000',
  '::error::injected',
  '#1 1. item',
  '$(touch x) ${HOME} %0A%25',
] as const;

/** One server for each text, with the text as label, title, reasons, versions and more. */
export function hostileResult(): RunResult {
  const services = HOSTILE_TEXTS.map((text) => service('server', text, text));
  const client = service('client', '@client|`<b>`', 'x');
  const cells = HOSTILE_TEXTS.map((text, index) => {
    const cell = cellOf(text, client.name, 1000 * (index + 1));
    return index % 3 === 0 ? notValid(cell, 'failed', `${text} broke`) : cell;
  });
  return changed(resultOf([...services, client], { cells }), (run) => {
    run.label = HOSTILE_TEXTS.join(' ');
    run.notices = [...HOSTILE_TEXTS];
    run.environment.changed_during_run = [...HOSTILE_TEXTS];
    run.environment.runtime_about = HOSTILE_TEXTS[0];
    run.cells = run.cells.map((cell) => ({
      ...cell,
      bottleneck: { ...cell.bottleneck, sentence: `${cell.server}; ${cell.client}` },
      requests: { ...cell.requests, by_kind: { [cell.server]: 1 } },
    }));
  });
}
