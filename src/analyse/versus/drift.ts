/** What the machine itself has done to all pairs between two runs, by the reference pair. */
import { isPair, type PairOf } from '../comparison/compared.ts';
import { NO_INTERVAL } from '../comparison/interval.ts';
import { ratioWords } from '../comparison/ratio-words.ts';
import type { RunResult } from '../result.ts';
import type { AnalysedRun } from '../run.ts';
import { changesOf } from './changes.ts';
import type { Versus } from './comparison.ts';

const unknown = (why: string): Versus['drift'] => ({
  ratio: NO_INTERVAL,
  differs: false,
  sentence: `Whether the machine is as fast as then is not known: ${why}.`,
});

/** Whether host and settings are the same; if not, whether they are compared all the same. */
export type Alike = 'alike' | 'unlike' | 'forced';

export function driftOf(base: AnalysedRun, run: AnalysedRun, alike: Alike): Versus['drift'] {
  if (alike === 'unlike') return unknown('the runs were not measured alike');
  const pair = run.result.reference;
  if (pair === null || base.result.reference === null || !isPair(base.result.reference, pair))
    return unknown('the runs have no reference pair in common');
  if (buildsOf(pair, base.result) !== buildsOf(pair, run.result))
    return unknown('the reference services were changed');
  if (run.compared.rate_per_s !== null) return unknown('the rate was fixed by --rate');
  const [change] = changesOf('throughput_rps', [pair], base.compared, run.compared);
  const { ratio, absent } = change ?? { ratio: NO_INTERVAL, absent: null };
  const { estimate, low, high } = ratio;
  if (estimate === null || low === null || high === null)
    return unknown(absent ?? 'there is no reason given');
  const differs = low > 1 || high < 1;
  return {
    ratio,
    differs,
    sentence: sentence(ratioWords({ estimate, low, high }), differs, alike),
  };
}

function sentence(words: string, differs: boolean, alike: Alike): string {
  const pair = `the reference pair has ${words} times its throughput`;
  if (alike === 'forced') return `Of the same two services, ${pair}.`;
  return differs
    ? `The machine itself is not as it was then: ${pair}. Differences of this size say nothing of the services.`
    : `The machine is as fast as then: ${pair}.`;
}

function buildsOf({ server, client }: PairOf, { environment }: RunResult): string {
  const of = (kind: 'server' | 'client', name: string): string | null =>
    environment.services.find((one) => one.kind === kind && one.name === name)?.build_id ?? null;
  return JSON.stringify([of('server', server), of('client', client)]);
}
