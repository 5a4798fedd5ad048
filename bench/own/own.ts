/** `npm run bench -- own [PART...] [--write]`: what the tool itself takes, beside what is wanted. */
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { thisMachine, writeSection } from '../page.ts';
import { renderRatios } from '../table.ts';
import type { RatioRow } from '../table.ts';
import { buildRows } from './builds.ts';
import { runRows } from './run.ts';
import { renderSection } from './section.ts';
import { startRows } from './starts.ts';

const PARTS = { starts: startRows, builds: buildRows, run: runRows } as const;
type Part = keyof typeof PARTS;

const WRITE = '--write';

const PART_NAMES: readonly Part[] = ['starts', 'builds', 'run'];

/** Without a word: all. Throws a UserError for a word that is none. */
export function ownParts(words: readonly string[]): readonly Part[] {
  const isPart = (word: string): word is Part => PART_NAMES.some((name) => name === word);
  const unknown = words.find((word) => !isPart(word));
  if (unknown !== undefined)
    throw new UserError(`bench own: "${unknown}" is not a part`, `choose ${PART_NAMES.join(', ')}`);
  return words.length === 0 ? PART_NAMES : words.filter(isPart);
}

/** Measured one after the other: seconds, shares, or CPUs, as each row says. */
export async function ownRows(parts: readonly Part[]): Promise<RatioRow[]> {
  const rows: RatioRow[] = [];
  for (const part of parts) rows.push(...(await PARTS[part]()));
  return rows;
}

/** Gives the exit code. Throws a UserError for a word that it does not know, or for a section of some parts only. */
export async function benchOwn(words: readonly string[]): Promise<number> {
  const parts = ownParts(words.filter((word) => word !== WRITE));
  const toWrite = words.includes(WRITE);
  if (toWrite && parts.length < PART_NAMES.length)
    throw new UserError(`bench own: ${WRITE} needs all parts`, `npm run bench -- own ${WRITE}`);
  const rows = await ownRows(parts);
  process.stdout.write(renderRatios('The tool itself: what, median (range), wanted', rows));
  if (toWrite) await writeSection('pairbench itself', renderSection(rows, thisMachine()));
  return EXIT.ok;
}
