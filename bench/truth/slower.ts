/** A server and its copy that a busy loop makes 10 % slower: is the copy found slower? */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { mean } from 'simple-statistics';
import type { RunResult } from '../../src/analyse/result.ts';
import type { RankedEntry } from '../../src/analyse/result-comparison.ts';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { measure } from './command-line.ts';
import type { CopiedServices } from './copied-services.ts';
import { replaceOnce, withCopiedServices } from './copied-services.ts';
import { bothIn, measureTimes, say } from './runs.ts';

const SERVER = 'go-gin';
const SLOWER = 'go-gin-slower';
/** So lean that the server is the limit. */
const CLIENT = 'reference';
/** Throughput of the copy / of the original, as the loop is made to have it. */
const WANTED_RATIO = 0.9;
const RUNS = 5;
/**
 * Of 10 rounds, as the profile has them; shorter windows than its 5 s are enough. With the ceilings, whose
 * reference windows tell the slow state of the machine from a slow program.
 */
const ARGS = [
  ...['-s', `${SERVER},${SLOWER}`, '-k', CLIENT, '--profile', 'standard'],
  ...['-w', '500ms', '-d', '2s', '--no-latency'],
];
/** Of the loop, to learn what one costs: about a tenth of a request. */
const TRIAL_STEPS = 1000;

const PLACE = '\ts.totalRequests.Add(1)\n';

/** Each step needs the result of the one before it, so the compiler can leave out none. */
function burden(steps: number): string {
  return [
    '// A fixed amount of work for each order, by which this copy is slower.',
    'package main',
    '',
    'import "sync/atomic"',
    '',
    'var burdenResult atomic.Uint64',
    '',
    'func carryBurden() {',
    '\tx := uint64(1)',
    `\tfor i := 0; i < ${steps}; i++ {`,
    '\t\tx = x*6364136223846793005 + 1442695040888963407',
    '\t}',
    '\tburdenResult.Store(x)',
    '}',
    '',
  ].join('\n');
}

function loadWith(steps: number, { copy }: CopiedServices): void {
  writeFileSync(path.join(copy, 'burden.go'), burden(steps));
}

/** CPU time of a server for each request; null: its cell is not valid. */
function costUs({ cells }: RunResult, server: string): number | null {
  const cell = cells.find((one) => one.server === server && one.status === 'valid');
  return cell?.cpu_us_per_request.server ?? null;
}

/**
 * Steps that give the wanted ratio, by a run with so many. By throughput, not by CPU time: a busier server
 * finds more requests at once and so needs less for each.
 */
async function calibrate(steps: number, services: CopiedServices): Promise<number> {
  loadWith(steps, services);
  const result = await measure([...ARGS, '--seed', '1'], services);
  const ratio = findingOf(result).entry?.ratio_to_best.estimate ?? 1;
  if (ratio >= 1)
    throw new UserError(
      'the cost of the busy loop could not be measured',
      'choose a quieter time: no valid windows, or the loop seemed to cost nothing',
      EXIT.cellsNotValid,
    );
  const wanted = Math.round((steps * (1 / WANTED_RATIO - 1)) / (1 / ratio - 1));
  say(`${steps} steps: ${ratio.toFixed(3)} of the throughput; ${wanted} for ${WANTED_RATIO}`);
  return wanted;
}

interface Finding {
  readonly entry: RankedEntry | null;
  /** CPU time for each request, the copy's / that of the original. */
  readonly cost_ratio: number | null;
}

function findingOf(result: RunResult): Finding {
  const which = { of: 'pairs', metric: 'throughput_rps' } as const;
  const both = bothIn(result, which, [`${SERVER}:${CLIENT}`, `${SLOWER}:${CLIENT}`]);
  const [plain, laden] = [costUs(result, SERVER), costUs(result, SLOWER)];
  return {
    entry: both?.[1] ?? null,
    cost_ratio: plain === null || laden === null ? null : laden / plain,
  };
}

function isFound({ entry }: Finding): boolean {
  const high = entry?.ratio_to_best.high ?? null;
  return entry?.rank === 2 && high !== null && high < 1;
}

const figure = (value: number | null | undefined): string => value?.toFixed(3) ?? '-';

function words(finding: Finding): string {
  const { estimate, low, high } = finding.entry?.ratio_to_best ?? {};
  const interval = `${figure(estimate)} (${figure(low)}-${figure(high)})`;
  const rank = `rank ${finding.entry?.rank ?? '-'}`;
  return `${interval}  ${rank}  ${isFound(finding) ? 'found slower' : 'NOT FOUND'}`;
}

function render(findings: readonly Finding[], runs: number): string {
  const found = findings.filter(isFound).length;
  const costs = findings.flatMap(({ cost_ratio }) => cost_ratio ?? []);
  const cost = costs.length === 0 ? 'not known' : mean(costs).toFixed(3);
  return [
    `${SERVER} and a copy that a busy loop makes ${((1 - WANTED_RATIO) * 100).toFixed(0)} % slower,`,
    `under the ${CLIENT} client, 10 rounds; throughput of the copy / of the original`,
    `as each of ${runs} runs gives it, with its 95 % interval`,
    '',
    ...findings.map((finding, index) => `run ${index + 1}  ${words(finding)}`),
    '',
    `CPU per request, copy / original, mean of the runs: ${cost}`,
    `found slower: ${found} of ${runs}  wanted ${runs}  ${found === runs ? 'ok' : 'MISSED'}`,
    '',
    '',
  ].join('\n');
}

/** Gives whether it came out as wanted. */
export async function slower(runs: number | null): Promise<boolean> {
  const wanted = { server: SERVER, copy: SLOWER, clients: [CLIENT] };
  const results = await withCopiedServices(wanted, async (services) => {
    replaceOnce(path.join(services.copy, 'server.go'), PLACE, `\tcarryBurden()\n${PLACE}`);
    loadWith(await calibrate(TRIAL_STEPS, services), services);
    return measureTimes(runs ?? RUNS, ARGS, services, (result, run) => {
      say(`run ${run}  ${words(findingOf(result))}`);
    });
  });
  const findings = results.map(findingOf);
  process.stdout.write(render(findings, results.length));
  return findings.every(isFound);
}
