/** In a job of GitHub: the report in the job's summary, and annotations for what must not be overlooked. */
import { appendFileSync, existsSync, statSync } from 'node:fs';
import { errorText } from '../host/user-error.ts';
import { fittingSections } from '../report/markdown/summary.ts';
import type { Terminal } from './session.ts';

/** Of all that a step writes; GitHub drops the whole summary of a step that has more. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

type Output = Pick<Terminal, 'env'> & { readonly stderr: Pick<NodeJS.WritableStream, 'write'> };

/** `sections`: Markdown, the most important first. Nothing is printed elsewhere. A summary that cannot be written is no reason for a run to fail. */
export function tellCi(
  sections: readonly string[],
  annotations: string,
  { env, stderr }: Output,
): void {
  // Stdout may be the result in a form that a program reads; GitHub looks for commands in both.
  if (env.GITHUB_ACTIONS === 'true') stderr.write(annotations);
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    const used_bytes = existsSync(file) ? statSync(file).size : 0;
    const room_bytes = SUMMARY_LIMIT_BYTES - used_bytes - 1;
    const text = fittingSections(sections, room_bytes);
    // Where an earlier text ends in the middle of a line, this one would not be Markdown.
    if (text !== '') appendFileSync(file, used_bytes === 0 ? text : `\n${text}`);
    else stderr.write(`note: the summary of this job, ${file}, has no room for the report\n`);
  } catch (error) {
    stderr.write(`note: GITHUB_STEP_SUMMARY: ${file} cannot be written: ${errorText(error)}\n`);
  }
}
