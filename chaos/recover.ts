/** Goes on with a broken run until it has ended, and checks each step. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JournalEntry } from '../src/journal/entries.ts';
import { outcomeProblems } from './invariants/outcome.ts';
import { leftovers } from './invariants/leftovers.ts';
import { lostRounds, wholeRounds } from './invariants/journal.ts';
import { journalBytes, RESUME, type Site } from './site.ts';
import type { Ended } from './tool.ts';

export interface Recovery {
  /** Times that the run went on. */
  readonly resumes: number;
  readonly problems: readonly string[];
}

/** The first one goes on without a fault; others are for windows that the machine itself has spoilt. */
const MOST_RESUMES = 4;
const NOTHING_TO_RESUME = /^pairbench: --resume: no run in .* was interrupted$/m;
const LINE_END = 0x0a;

function isRefused({ exit, stderr }: Ended): boolean {
  return exit === 2 && NOTHING_TO_RESUME.test(stderr);
}

function isComplete(entries: readonly JournalEntry[]): boolean {
  const last = entries.findLast(({ type }) => type === 'run-finished' || type === 'run-resumed');
  return last?.type === 'run-finished' && last.status === 'complete';
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
}

/** The journal is only ever added to; a torn end is set aside. */
function keptProblems(before: Buffer, after: Buffer): string[] {
  const whole = wholeLines(before);
  return after.subarray(0, whole.length).equals(whole)
    ? []
    : ['--resume has changed what was in the journal'];
}

interface Step {
  readonly ended: Ended;
  readonly problems: readonly string[];
}

function checked(site: Site, ended: Ended): string[] {
  return [...outcomeProblems(ended, [0, 3, 4]), ...leftovers(site, site.tools)];
}

async function begin(site: Site): Promise<Step> {
  const ended = await site.start(site.words).ended;
  return { ended, problems: checked(site, ended) };
}

/** `--resume` says that there is nothing to go on with: none has begun, or it has all that it can have. */
function refusalProblems(site: Site, ended: Ended): string[] {
  const entries = site.entries();
  const { servers, clients, rounds } = site.shape;
  const whole = wholeRounds(entries, servers.length * clients.length);
  const result = path.join(path.dirname(site.journal() ?? ''), 'result.json');
  const hasAll =
    isComplete(entries) &&
    existsSync(result) &&
    whole.filter((round) => round.startsWith('throughput ')).length === rounds;
  return [
    ...outcomeProblems(ended, [2]),
    ...(entries.length === 0 || hasAll ? [] : [`--resume is refused: ${ended.stderr.trim()}`]),
  ];
}

async function resumeOnce(site: Site): Promise<Step> {
  const before = journalBytes(site);
  const pairs = site.shape.servers.length * site.shape.clients.length;
  const kept = wholeRounds(site.entries(), pairs);
  const ended = await site.start(RESUME).ended;
  if (isRefused(ended)) return { ended, problems: refusalProblems(site, ended) };
  return {
    ended,
    problems: [
      ...checked(site, ended),
      ...keptProblems(before, journalBytes(site)),
      ...lostRounds(kept, site.entries()),
    ],
  };
}

/** Until the run has all that it can have. */
export async function recover(site: Site): Promise<Recovery> {
  const problems: string[] = [];
  for (let resumes = 0; resumes < MOST_RESUMES; resumes += 1) {
    const hadBegun = site.entries().length > 0;
    const resumed = await resumeOnce(site);
    problems.push(...resumed.problems);
    if (isRefused(resumed.ended) && hadBegun) return { resumes, problems };
    const last = isRefused(resumed.ended) ? await begin(site) : null;
    problems.push(...(last?.problems ?? []));
    if ((last ?? resumed).ended.exit === 0) return { resumes: resumes + 1, problems };
  }
  problems.push(`the run has not come to its end after ${MOST_RESUMES} times --resume`);
  return { resumes: MOST_RESUMES, problems };
}
