/** The wall clock is stepped while a run goes on: that of the tool, or that of the client alone. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import type { Random } from '../../simulate/random.ts';
import { ANY_RUN, anywhere, type Fault } from './fault.ts';
import { anyMoment, duringSomeCell } from './moments.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

/** As far as an hour and as near as a second, forward or back. */
function drawStep(random: Random): number {
  const most_ms = random.index(2) === 0 ? HOUR_MS : SECOND_MS;
  return random.index(2 * most_ms + 1) - most_ms;
}

/** Appears whole. */
function step(file: string, offset_ms: number): void {
  writeFileSync(`${file}.new`, String(offset_ms));
  renameSync(`${file}.new`, file);
}

export const stepTool: Fault = {
  name: 'clock of the tool stepped',
  needs: ANY_RUN,
  exits: [0, 4],
  lacking: anywhere,
  strike: async (site, random) => {
    const file = path.join(site.folder, 'tool-clock-offset-ms');
    const preload = pathToFileURL(path.join(PACKAGE_ROOT, 'chaos', 'stepped-clock.mjs'));
    const tool = site.start(site.words, {
      NODE_OPTIONS: `--import=${preload.href}`,
      CHAOS_CLOCK_FILE: file,
    });
    await anyMoment(site, tool, random);
    const hasStruck = !tool.hasEnded();
    step(file, drawStep(random));
    return { ended: await tool.ended, hasStruck, problems: [] };
  },
};

export const stepClient: Fault = {
  name: 'clock of the client stepped',
  needs: ANY_RUN,
  exits: [0, 4],
  lacking: anywhere,
  strike: async (site, random) => {
    const file = path.join(site.folder, 'client-clock-offset-ms');
    const tool = site.start(site.words);
    const hasStruck = await duringSomeCell(site, tool, random);
    step(file, drawStep(random));
    const ended = await tool.ended;
    rmSync(file);
    return { ended, hasStruck, problems: [] };
  },
};
