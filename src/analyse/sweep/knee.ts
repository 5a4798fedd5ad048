/**
 * The knee of a latency/throughput curve: where power = throughput / mean response time is largest, the best
 * trade of the one for the other. L. Kleinrock, "Power and deterministic rules of thumb for probabilistic problems
 * in computer communications", ICC 1979. For M/M/1 it lies at half of the capacity.
 */
import { compareEntries } from '../statistics/compare.ts';
import type { Curve, CurvePoint } from './schema.ts';

/** A point of a curve, by ascending load. */
export interface PowerPoint extends Pick<CurvePoint, 'load' | 'status'> {
  /** Requests per second squared, above 0; one value a round. */
  readonly powers: readonly { readonly round: number; readonly value: number }[];
}

type Found = Pick<Curve, 'knee' | 'sentence'>;

interface Candidate {
  /** Among all points. */
  readonly at: number;
  readonly load: string;
}

/** What power is, in the words of a sentence. */
const WHY = 'where throughput / mean response time is largest';

function listed(loads: readonly string[]): string {
  return loads.length < 2
    ? loads.join('')
    : `${loads.slice(0, -1).join(', ')} and ${loads.at(-1) ?? ''}`;
}

/** Those that this run does not tell from the best one, itself among them; by ascending load. */
function tiedWithBest(
  candidates: readonly Candidate[],
  points: readonly PowerPoint[],
): { readonly best: Candidate; readonly tied: readonly Candidate[]; readonly isSure: boolean } {
  const comparison = compareEntries(
    candidates.flatMap(({ at, load }) =>
      (points[at]?.powers ?? []).map((power) => ({ entry: load, ...power })),
    ),
  );
  const power = ({ load }: Candidate): number => comparison.absolute(load).estimate ?? 0;
  const best = candidates.reduce((one, other) => (power(other) > power(one) ? other : one));
  const others = candidates.filter((one) => one !== best);
  const lows = new Map(others.map((one) => [one, comparison.ratio(best.load, one.load).low]));
  const isTied = (one: Candidate): boolean => one === best || (lows.get(one) ?? Infinity) <= 1;
  return {
    best,
    tied: candidates.filter(isTied),
    isSure: others.every((one) => lows.get(one) !== null),
  };
}

function atTheBeginning(first: Candidate, best: Candidate): string {
  return best === first
    ? `no knee: already past it at ${first.load}, the smallest load`
    : `no knee: what ${best.load} reaches cannot be told apart from ${first.load}, the smallest load`;
}

function atTheEnd(last: Candidate, points: readonly PowerPoint[]): string {
  const over = points.slice(last.at + 1).filter(({ status }) => status === 'overloaded');
  const [first] = over;
  return first === undefined
    ? `no knee: still rising at ${last.load}, the largest load`
    : `no knee: still rising at ${last.load}, and ${first.load} is more than the pair can serve`;
}

/** Of the valid points. Where several cannot be told apart the smallest load of them is taken. */
export function kneeOf(points: readonly PowerPoint[]): Found {
  const candidates = points.flatMap(({ load, status, powers }, at): Candidate[] =>
    status === 'valid' && powers.length > 0 ? [{ at, load }] : [],
  );
  const [first, second] = candidates;
  if (first === undefined)
    return { knee: null, sentence: 'no curve: no load has figures that can be believed' };
  if (second === undefined)
    return {
      knee: null,
      sentence: `no curve: only ${first.load} has figures that can be believed`,
    };
  const { best, tied, isSure } = tiedWithBest(candidates, points);
  const chosen = tied[0] ?? first;
  if (chosen === first) return { knee: null, sentence: atTheBeginning(first, best) };
  if (chosen === candidates.at(-1)) return { knee: null, sentence: atTheEnd(chosen, points) };
  const others = tied.slice(1).map(({ load }) => load);
  const tie =
    others.length === 0
      ? ''
      : `; ${listed(others)} cannot be told apart from it, so the smallest load is taken`;
  return {
    knee: { point: chosen.at, tied: tied.map(({ at }) => at) },
    sentence:
      `the knee is at ${chosen.load}, ${WHY}${tie}` +
      (isSure ? '' : '; how sure that is one round cannot tell'),
  };
}
