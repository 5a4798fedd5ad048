/** Many runs of the same kind, one after the other, with a word on how long they take. */
import type { RunResult } from '../../src/analyse/result.ts';
import type { Ranking } from '../../src/analyse/result-comparison.ts';
import { expectedSeconds, measure } from './command-line.ts';
import type { Seconds } from './command-line.ts';
import type { CopiedServices } from './copied-services.ts';

function minutes({ low, high }: Seconds, times: number): string {
  const [fewest, most] = [Math.floor((low * times) / 60), Math.ceil((high * times) / 60)];
  return `${fewest} to ${most} minutes`;
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Each with a seed of its own, 1 and up, so that the order of measurement differs. */
export async function measureTimes(
  times: number,
  args: readonly string[],
  services: CopiedServices,
  afterEach: (result: RunResult, run: number) => void,
): Promise<RunResult[]> {
  const each = await expectedSeconds(args, services);
  say(`${times} runs, ${minutes(each, times)} and the builds`);
  const results: RunResult[] = [];
  for (let run = 1; run <= times; run += 1) {
    const result = await measure([...args, '--seed', String(run)], services);
    results.push(result);
    afterEach(result, run);
  }
  return results;
}

type Entry = Ranking['entries'][number];

/** Both entries of one ranking; null where the run does not rank both. */
export function bothIn(
  { rankings }: RunResult,
  which: Pick<Ranking, 'of' | 'metric'>,
  names: readonly [string, string],
): readonly [Entry, Entry] | null {
  const ranking = rankings.find(({ of, metric }) => of === which.of && metric === which.metric);
  const [a, b] = names.map((name) => ranking?.entries.find((entry) => entry.name === name));
  if (a === undefined || b === undefined || a.rank === null || b.rank === null) return null;
  return [a, b];
}
