/** What must hold of each start of the tool: a documented exit code, no crash, no figure that cannot be. */
import type { Ended, Exit } from '../tool.ts';
import { textProblems } from './figures.ts';

const CRASH = /^ {4}at .+:\d+|a fault of the tool itself|^node:internal/m;

export function outcomeProblems(ended: Ended, exits: readonly Exit[]): string[] {
  const { words, exit, stdout, stderr } = ended;
  const which = words.slice(0, 2).join(' ');
  const said = stderr.trim().split('\n').slice(-3).join(' / ');
  return [
    ...(exits.includes(exit) ? [] : [`${which}: exit ${exit}, not ${exits.join(' or ')}: ${said}`]),
    ...(CRASH.test(stderr) ? [`${which}: it crashed: ${said}`] : []),
    ...textProblems(stdout, `stdout of ${which}`),
    ...textProblems(stderr, `stderr of ${which}`),
  ];
}
