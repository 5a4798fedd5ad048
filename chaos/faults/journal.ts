/** The journal of a killed run is damaged: cut off at any byte, or with bytes gone from its middle. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Random } from '../../simulate/random.ts';
import { RESUME, type Site } from '../site.ts';
import type { Ended } from '../tool.ts';
import { ANY_RUN, anywhere, type Fault, type Strike } from './fault.ts';
import { anyMoment } from './moments.ts';

async function killed(site: Site, random: Random): Promise<Ended> {
  const tool = site.start(site.words);
  await anyMoment(site, tool, random);
  tool.kill('SIGKILL');
  return tool.ended;
}

export const truncateJournal: Fault = {
  name: 'journal truncated',
  needs: ANY_RUN,
  exits: ['SIGKILL', 0],
  lacking: anywhere,
  strike: async (site, random) => {
    const ended = await killed(site, random);
    const file = site.journal();
    if (file === null) return { ended, hasStruck: false, problems: [] };
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, random.index(whole.length + 1)));
    return { ended, hasStruck: true, problems: [] };
  },
};

/** Whether something is missing from the middle: a shorter beginning is a journal, too. */
function isDamaged(glued: Buffer, whole: Buffer): boolean {
  return !whole.subarray(0, glued.length).equals(glued);
}

/** Refused by the number of a line, with the file as it is. */
function refusalProblems(ended: Ended, file: string, glued: Buffer): string[] {
  const { words, exit, stdout, stderr } = ended;
  const [verb = ''] = words;
  const isRefused = exit === 2 && stdout === '' && /journal\.ndjson:\d+: .+\n {2}.+\n/.test(stderr);
  return [
    ...(isRefused ? [] : [`${verb} of a damaged journal: exit ${exit}: ${stderr}`]),
    ...(readFileSync(file).equals(glued) ? [] : [`${verb} has changed a damaged journal`]),
  ];
}

async function tryDamaged(
  site: Site,
  ended: Ended,
  glue: (whole: Buffer) => Buffer,
): Promise<Strike> {
  const file = site.journal();
  const whole = file === null ? Buffer.alloc(0) : readFileSync(file);
  const glued = glue(whole);
  if (file === null || !isDamaged(glued, whole)) return { ended, hasStruck: false, problems: [] };
  writeFileSync(file, glued);
  const problems: string[] = [];
  for (const words of [['report'], RESUME])
    problems.push(...refusalProblems(await site.start(words).ended, file, glued));
  writeFileSync(file, whole);
  return { ended, hasStruck: true, problems };
}

export const glueJournal: Fault = {
  name: 'journal glued',
  needs: ANY_RUN,
  exits: ['SIGKILL', 0],
  lacking: anywhere,
  strike: async (site, random) => {
    const ended = await killed(site, random);
    return tryDamaged(site, ended, (whole) => {
      const [one, other] = [random.index(whole.length + 1), random.index(whole.length + 1)];
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      return Buffer.concat([whole.subarray(0, from), whole.subarray(to)]);
    });
  },
};
