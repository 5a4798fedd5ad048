/** Moments of a run, drawn from the seed. */
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { Random } from '../../simulate/random.ts';
import type { Site } from '../site.ts';
import { pause, type Tool, until } from '../tool.ts';

/** Of a journal: so many before the first window, and for each window. */
const LINES_BEFORE = 8;
const LINES_A_CELL = 4;
const MOST_REST_MS = 400;
const MOST_REST_BEFORE_MS = 1500;

function cellsOf({ shape }: Site): number {
  return shape.servers.length * shape.clients.length * shape.rounds;
}

/** Any: while it starts, builds, measures or writes. Over sooner when the tool ends. */
export async function anyMoment(site: Site, tool: Tool, random: Random): Promise<void> {
  const before = site.entries().length;
  const lines = random.index(LINES_BEFORE + LINES_A_CELL * cellsOf(site));
  const rest_ms = random.index(MOST_REST_MS);
  await until(() => site.entries().length >= before + lines, tool);
  await pause(rest_ms, tool);
}

/** While services are built or verified, which takes some seconds each. */
export async function momentBeforeMeasuring(site: Site, tool: Tool, random: Random): Promise<void> {
  const before = site.entries().length;
  const lines = random.index(LINES_BEFORE);
  const rest_ms = random.index(MOST_REST_BEFORE_MS);
  await until(() => site.entries().length >= before + lines, tool);
  await pause(rest_ms, tool);
}

/** Some time after a window has begun; false: the tool has ended before. */
export async function duringSomeCell(site: Site, tool: Tool, random: Random): Promise<boolean> {
  const nth = 1 + random.index(cellsOf(site));
  const rest_ms = random.index(MOST_REST_MS);
  const began = await until(() => countOf(site, 'cell-started') >= nth, tool);
  await pause(rest_ms, tool);
  return began && !tool.hasEnded();
}

export function countOf(site: Site, type: JournalEntry['type']): number {
  return site.entries().filter((entry) => entry.type === type).length;
}
