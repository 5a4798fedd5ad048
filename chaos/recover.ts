/** Goes on with a broken run until it has ended, and checks each step. */
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

/** The first one goes on without a fault; another is for a window that the machine itself has spoilt. */
const MOST_RESUMES = 4;
const NOTHING_TO_RESUME = /^pairbench: (--resume: )?(no run in|there is no run in) /m;
const LINE_END = 0x0a;

export function isComplete(entries: readonly JournalEntry[]): boolean {
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

function after(site: Site, ended: Ended): string[] {
  return leftovers(site, [...site.tools, ended]);
}

async function resumeOnce(site: Site): Promise<Step> {
  const before = journalBytes(site);
  const pairs = site.shape.servers.length * site.shape.clients.length;
  const kept = wholeRounds(site.entries(), pairs);
  const ended = await site.start(RESUME).ended;
  return {
    ended,
    problems: [
      ...outcomeProblems(ended, [0, 3, 4]),
      ...keptProblems(before, journalBytes(site)),
      ...lostRounds(kept, site.entries()),
      ...after(site, ended),
    ],
  };
}

/** `--resume` says that there is nothing to go on with; then a new run begins where none had begun. */
async function refusedResume(site: Site): Promise<Step> {
  const ended = await site.start(RESUME).ended;
  const isSaid = NOTHING_TO_RESUME.test(ended.stderr);
  return {
    ended,
    problems: [
      ...outcomeProblems(ended, [2]),
      ...(isSaid ? [] : [`--resume where nothing is to be resumed: ${ended.stderr.trim()}`]),
      ...after(site, ended),
    ],
  };
}

/** `isOver`: the broken run ended with exit code 0, and its journal is as it left it. */
export async function recover(site: Site): Promise<Recovery> {
  const problems: string[] = [];
  const take = (step: Step): Ended => {
    problems.push(...step.problems);
    return step.ended;
  };
  if (site.entries().length === 0) {
    take(await refusedResume(site));
    const ended = await site.start(site.words).ended;
    take({ ended, problems: [...outcomeProblems(ended, [0, 3, 4]), ...after(site, ended)] });
    if (ended.exit === 0) return { resumes: 0, problems };
  }
  for (let resumes = 1; resumes <= MOST_RESUMES; resumes += 1)
    if (take(await resumeOnce(site)).exit === 0) return { resumes, problems };
  problems.push(`the run has not come to its end after ${MOST_RESUMES} times --resume`);
  return { resumes: MOST_RESUMES, problems };
}

/** Of a run that has ended well in spite of all: it is not to be resumed. */
export async function refuseToRecover(site: Site): Promise<Recovery> {
  const { problems } = await refusedResume(site);
  return { resumes: 0, problems };
}
