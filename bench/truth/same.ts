/** A server and its copy under another name: how often do quick runs call one of them better? */
import type { RunResult } from '../../src/analyse/result.ts';
import type { Ranking } from '../../src/analyse/result-comparison.ts';
import { withCopiedServices } from './copied-services.ts';
import { bothIn, measureTimes, say } from './runs.ts';

const SERVER = 'rust-actix';
const COPY = 'rust-actix-copy';
const CLIENT = 'rust-reqwest';
const RUNS = 20;
/** 3 of 20: with a true rate of 5 % more come about once in 60 times. */
const MOST_DIFFERENT = 3 / 20;

type Which = Pick<Ranking, 'of' | 'metric'>;

const OF: Readonly<Partial<Record<Ranking['of'], readonly [string, string]>>> = {
  pairs: [`${SERVER}:${CLIENT}`, `${COPY}:${CLIENT}`],
  servers: [SERVER, COPY],
};
const METRICS: Readonly<Record<Ranking['metric'], string>> = {
  throughput_rps: 'throughput',
  p50_at_rate_ns: 'P50 at equal load',
  p99_at_rate_ns: 'P99 at equal load',
  cpu_us_per_request: 'CPU per request',
};

type Call = 'differ' | 'tied' | 'not ranked';

function callOf(result: RunResult, which: Which): Call {
  const names = OF[which.of];
  const both = names === undefined ? null : bothIn(result, which, names);
  if (both === null) return 'not ranked';
  return both[0].rank === both[1].rank ? 'tied' : 'differ';
}

const ALL: readonly Which[] = (['pairs', 'servers'] as const).flatMap((of) =>
  (Object.keys(METRICS) as Ranking['metric'][]).map((metric) => ({ of, metric })),
);

function title({ of, metric }: Which): string {
  return `${of}, ${METRICS[metric]}`;
}

interface Row {
  readonly what: string;
  readonly calls: readonly Call[];
  /** Most of them that may differ; null: only shown. */
  readonly most: number | null;
}

/** What is not ranked shows nothing, so half of the runs at least must rank both. */
function isMet({ calls, most }: Row): boolean {
  if (most === null) return true;
  const [differ, absent] = [countOf(calls, 'differ'), countOf(calls, 'not ranked')];
  return differ <= most && absent <= calls.length / 2;
}

function countOf(calls: readonly Call[], wanted: Call): number {
  return calls.filter((call) => call === wanted).length;
}

function rowsOf(results: readonly RunResult[]): Row[] {
  const each = ALL.map((which): Row => {
    const calls = results.map((result) => callOf(result, which));
    const isWanted = which.of === 'pairs' && which.metric === 'throughput_rps';
    const most = isWanted ? Math.ceil(results.length * MOST_DIFFERENT) : null;
    return { what: title(which), calls, most };
  });
  const any = results.map((_, run): Call => {
    const calls = each.flatMap(({ calls: of }) => of[run] ?? []);
    if (calls.includes('differ')) return 'differ';
    return calls.includes('tied') ? 'tied' : 'not ranked';
  });
  return [...each, { what: 'any of them', calls: any, most: null }];
}

function line(row: Row): string {
  const figures = (['differ', 'tied', 'not ranked'] as const).map((call) =>
    String(countOf(row.calls, call)).padStart(10),
  );
  const wanted = row.most === null ? '' : `   <= ${row.most} ${isMet(row) ? 'ok' : 'MISSED'}`;
  return `${row.what.padEnd(28)}${figures.join('')}${wanted}`;
}

function render(rows: readonly Row[], runs: number): string {
  const head = ['called', 'tied', 'not'].map((word) => word.padStart(10)).join('');
  const below = ['different', '', 'ranked'].map((word) => word.padStart(10)).join('');
  return [
    `${SERVER} and ${COPY}, the same program, under ${CLIENT}:`,
    `what ${runs} quick runs said of the two`,
    '',
    `${'ranking of'.padEnd(28)}${head}   wanted`,
    `${''.padEnd(28)}${below}`,
    ...rows.map(line),
    '',
    '',
  ].join('\n');
}

/** Gives whether it came out as wanted. */
export async function same(runs: number | null): Promise<boolean> {
  const wanted = { server: SERVER, copy: COPY, clients: [CLIENT] };
  const results = await withCopiedServices(wanted, (services) => {
    const args = ['-s', `${SERVER},${COPY}`, '-k', CLIENT, '--profile', 'quick'];
    return measureTimes(runs ?? RUNS, args, services, (result, run) => {
      const differ = ALL.filter((which) => callOf(result, which) === 'differ').map(title);
      say(`run ${run}  called different: ${differ.length === 0 ? 'none' : differ.join('; ')}`);
    });
  });
  const rows = rowsOf(results);
  process.stdout.write(render(rows, results.length));
  return rows.every(isMet);
}
