/** A full disk: the results lie on a small one in memory, which is filled while the run goes on. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RESUME, type Site } from '../site.ts';
import type { Ended } from '../tool.ts';
import { ANY_RUN, type Fault } from './fault.ts';
import { anyMoment } from './moments.ts';

const MOST_FREE_BLOCKS = 40;
const FILLER = 'filler';

/** Why it cannot be done; null: it is done. */
function mount(folder: string): string | null {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
  return status === 0 ? null : `no disk can be mounted: ${stderr.toString().trim()}`;
}

function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder]);
}

function tryOnce(): string | null {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pairbench-disk-'));
  const reason = mount(folder);
  if (reason === null) unmount(folder);
  rmdirSync(folder);
  return reason;
}

/** The results are copied from the disk before it goes, for whoever wants to see them. */
function mountResults({ results, atEnd }: Site): void {
  const reason = mount(results);
  if (reason !== null) throw new Error(reason);
  atEnd(() => {
    const kept = `${results}.kept`;
    cpSync(results, kept, { recursive: true });
    unmount(results);
    rmdirSync(results);
    renameSync(kept, results);
  });
}

/** A block is as small as a file can be. */
function leaveBlocks(disk: string, blocks: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(path.join(disk, FILLER), Buffer.alloc(Math.max(0, bavail - blocks) * bsize));
}

function problemOf({ words, exit, stderr }: Ended): string[] {
  const last = stderr.slice(stderr.lastIndexOf('pairbench: '));
  const isSaid = /^pairbench: .*(ENOSPC|disk is full).*\n {2}.*make room/.test(last);
  return exit !== 1 || isSaid ? [] : [`${words.join(' ')}: exit 1 without a word on the disk`];
}

let lacking: string | null | undefined;

export const fullDisk: Fault = {
  name: 'disk full',
  needs: ANY_RUN,
  exits: [0, 1],
  lacking: () => (lacking ??= tryOnce()),
  strike: async (site, random) => {
    mountResults(site);
    const tool = site.start(site.words);
    await anyMoment(site, tool, random);
    const hasStruck = !tool.hasEnded();
    leaveBlocks(site.results, random.index(MOST_FREE_BLOCKS));
    const problems = problemOf(await tool.ended);
    // Once more, in a disk that is as full as it was.
    const isResumed = existsSync(site.journal() ?? '') && site.entries().length > 0;
    const again = isResumed ? await site.start(RESUME).ended : null;
    rmSync(path.join(site.results, FILLER));
    if (again !== null && ![0, 1, 2].includes(Number(again.exit)))
      problems.push(`--resume on the full disk: exit ${again.exit}`);
    if (again !== null) problems.push(...problemOf(again));
    return { ended: await tool.ended, hasStruck, problems };
  },
};
