/** One round of chaos: a run, a fault, what is left to do, and all that must hold then. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunResult } from '../src/analyse/result.ts';
import { errorText, UserError } from '../src/host/user-error.ts';
import { drawShape, faultOf, randomOf } from './draw.ts';
import { FAULTS } from './faults/all.ts';
import type { Fault, Strike } from './faults/fault.ts';
import type { Ground } from './ground.ts';
import { htmlProblems, readResult, resultProblems, textProblems } from './invariants/figures.ts';
import { completeProblems } from './invariants/journal.ts';
import { draftProblems, leftovers } from './invariants/leftovers.ts';
import { outcomeProblems } from './invariants/outcome.ts';
import { recover } from './recover.ts';
import { openSite, type Site } from './site.ts';

interface Told {
  readonly round: number;
  readonly fault: string;
  readonly duration_ms: number;
}

/** `folder`: kept when something was violated. */
export type RoundReport =
  | (Told & { readonly kind: 'skipped'; readonly reason: string })
  | (Told & {
      readonly kind: 'played';
      readonly hasStruck: boolean;
      readonly exit: string;
      readonly resumes: number;
      readonly violations: readonly string[];
      readonly folder: string;
    });

/** A report of what there is by now, in the middle of a run, too. */
async function reportProblems(site: Site): Promise<string[]> {
  const journal = site.journal();
  if (journal === null) return [];
  const hasBegun = site.entries().length > 0;
  const ended = await site.start(['report', path.dirname(journal)]).ended;
  return outcomeProblems(ended, [hasBegun ? 0 : 2]);
}

/** A window that was measured while its server was broken may have stayed invalid, with a reason; none has failed. */
function cellProblems({ status, counts, cells }: RunResult, { exits }: Fault): string[] {
  const { planned, valid, invalid } = counts;
  const mayBeInvalid = exits.includes(4) && valid + invalid === planned;
  return [
    ...(status === 'complete' ? [] : [`the result is ${status}`]),
    ...(valid === planned || mayBeInvalid ? [] : [`${planned} cells planned, ${valid} valid`]),
    ...cells.flatMap(({ status: one, reasons }) =>
      one === 'valid' || reasons.length > 0 ? [] : [`a cell is ${one} without a reason`],
    ),
  ];
}

function fileProblems(folder: string, result: RunResult): string[] {
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  return [
    ...resultProblems(result, 'result.json'),
    ...textProblems(read('report.md'), 'report.md'),
    ...textProblems(read('cells.csv'), 'cells.csv'),
    ...htmlProblems(read('report.html'), 'report.html'),
  ];
}

function endProblems(site: Site, fault: Fault): string[] {
  const journal = site.journal();
  if (journal === null) return ['there is no journal'];
  const folder = path.dirname(journal);
  const file = path.join(folder, 'result.json');
  const result = existsSync(file) ? readResult(readFileSync(file, 'utf8')) : null;
  if (result === null) return ['there is no result.json, or none of its schema'];
  const { servers, clients, rounds, latency } = site.shape;
  // A pair that is not valid has no part in the second pass.
  const isWhole = latency && result.counts.valid === result.counts.planned;
  return [
    ...completeProblems(site.entries(), {
      passes: isWhole ? ['throughput', 'latency'] : ['throughput'],
      rounds,
      pairs: servers.length * clients.length,
    }),
    ...cellProblems(result, fault),
    ...fileProblems(folder, result),
    ...draftProblems(journal),
    ...site.ownProblems(),
    ...leftovers(site, site.tools),
  ];
}

interface Played extends Strike {
  readonly resumes: number;
}

/** A journal that cannot be read any more is a violation, too. */
async function play(
  site: Site,
  fault: Fault,
  random: ReturnType<typeof randomOf>,
): Promise<Played> {
  const strike = await fault.strike(site, random);
  const { ended } = strike;
  const problems = [...strike.problems, ...outcomeProblems(ended, fault.exits)];
  try {
    problems.push(...(await reportProblems(site)));
    const recovery = await recover(site);
    problems.push(...recovery.problems, ...endProblems(site, fault));
    return { ...strike, problems, resumes: recovery.resumes };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...strike, problems: [...problems, errorText(error)], resumes: 0 };
  }
}

async function writeOutputs({ folder, tools }: Site): Promise<void> {
  const ended = await Promise.all(tools.map((tool) => tool.ended));
  const told = ended.map(
    ({ words, exit, stdout, stderr }) => `$ ${words.join(' ')}\n${stderr}${stdout}exit ${exit}\n\n`,
  );
  writeFileSync(path.join(folder, 'outputs.txt'), told.join(''));
}

export async function playRound(seed: number, round: number, ground: Ground): Promise<RoundReport> {
  const started = performance.now();
  const fault = FAULTS[faultOf(seed, round, FAULTS.length)];
  if (fault === undefined) throw new Error('there is no such fault');
  const told = (): Told => ({
    ...{ round, fault: fault.name, duration_ms: Math.round(performance.now() - started) },
  });
  const reason = fault.lacking();
  if (reason !== null) return { ...told(), kind: 'skipped', reason };
  const random = randomOf(seed, round);
  const site = openSite(ground, round, drawShape(random, fault.needs));
  try {
    const { ended, hasStruck, problems, resumes } = await play(site, fault, random);
    await writeOutputs(site);
    return {
      ...{ ...told(), kind: 'played', hasStruck, resumes, folder: site.folder },
      exit: String(ended.exit),
      violations: [...new Set(problems)],
    };
  } finally {
    site.close();
  }
}

export function removeRound({ folder }: Extract<RoundReport, { kind: 'played' }>): void {
  rmSync(folder, { recursive: true });
}
