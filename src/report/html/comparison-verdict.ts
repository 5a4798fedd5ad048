/** What a comparison comes to, in a sentence. */
import type { RunsComparison, Versus } from '../../analyse/versus/comparison.ts';
import { changeTitle, nameOf, VERSUS_VERDICTS } from '../comparison-rows.ts';
import { capital, plural } from '../wording.ts';

/** Of several runs that of the last one; the others have theirs above their sections. */
export function comparisonVerdict({ runs }: RunsComparison): string {
  const last = runs.at(-1);
  if (last === undefined) return 'Nothing could be compared.';
  const sentence = versusVerdict(last);
  return `${runs.length === 1 ? sentence : `${capital(nameOf(last.run))}: ${sentence}`}.`;
}

function versusVerdict({ cells, counts, decided_by }: Versus): string {
  const pairs = plural(cells.length, 'pair');
  const by = decided_by === 'throughput_rps' ? '' : ` (by ${changeTitle(decided_by)})`;
  const parts = (['slower', 'faster', ...VERSUS_VERDICTS] as const)
    .filter((verdict, index, all) => counts[verdict] > 0 && all.indexOf(verdict) === index)
    .map((verdict) => ({ verdict, text: `${counts[verdict]} ${verdict.replace('-', ' ')}` }));
  const [first, ...rest] = parts;
  if (first?.verdict === 'slower' || first?.verdict === 'faster') {
    const others = rest.map(({ text }) => `, ${text}`).join('');
    return `${counts[first.verdict]} of ${pairs} became ${first.verdict}${by}${others}`;
  }
  const all = parts.map(({ text }) => text).join(', ');
  return counts.tied > 0
    ? `None of ${pairs} became slower or faster${by}: ${all}`
    : `None of ${pairs} could be compared: ${all}`;
}
