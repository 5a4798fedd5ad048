/** One finding out of many, without its place. */
import type { Finding } from '../../src/doctor/finding.ts';

/** Throws when there is none of this id. */
export function findingOf(findings: readonly Finding[], id: string): Finding {
  const found = findings.find((finding) => finding.id === id);
  if (found === undefined) throw new Error(`no finding ${id}`);
  return found;
}
