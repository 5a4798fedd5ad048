/** `npm run bench -- truth [PART] [--runs N]`: whether what a run says of two servers is true. */
import { parseArgs } from 'node:util';
import { EXIT, errorText, UserError } from '../../src/host/user-error.ts';
import { same } from './same.ts';
import { slower } from './slower.ts';

/** Each is given a number of runs, or null for its own; gives whether it came out as wanted. */
const PARTS: Readonly<Record<string, (runs: number | null) => Promise<boolean>>> = { same, slower };

const USAGE = `bench -- truth [${Object.keys(PARTS).join('|')}] [--runs N]`;

function read(words: readonly string[]): { parts: readonly string[]; runs: number | null } {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { runs: { type: 'string' } },
    });
    const unknown = positionals.find((part) => !(part in PARTS));
    if (unknown !== undefined) throw new Error(`"${unknown}" is not a part`);
    const runs = values.runs === undefined ? null : Number(values.runs);
    if (runs !== null && !(Number.isInteger(runs) && runs > 0))
      throw new Error(`--runs: "${values.runs ?? ''}" is not a number of runs`);
    return { parts: positionals.length === 0 ? Object.keys(PARTS) : positionals, runs };
  } catch (error) {
    throw new UserError(`bench truth: ${errorText(error)}`, USAGE);
  }
}

/** Gives the exit code. */
export async function benchTruth(words: readonly string[]): Promise<number> {
  const { parts, runs } = read(words);
  const outcomes: boolean[] = [];
  for (const part of parts) outcomes.push((await PARTS[part]?.(runs)) ?? true);
  return outcomes.every(Boolean) ? EXIT.ok : EXIT.toolFault;
}
