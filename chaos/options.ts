/** The options of `npm run chaos`. */
import { parseArgs } from 'node:util';
import { UserError } from '../src/host/user-error.ts';
import { wholeOption } from '../simulate/whole-option.ts';
import { parseDurationMs } from '../src/plan/units.ts';

export interface Options {
  readonly seed: number;
  /** The first round; its number and the seed decide what happens in it. */
  readonly from: number;
  readonly rounds: number;
  /** No round begins later; null: no limit. */
  readonly max_time_ms: number | null;
}

const ROUNDS = 200;
const LARGEST_SEED = 2 ** 31 - 1;

export const HELP = `npm run chaos -- [options]

Short runs of stub services, during each of which one fault is made: the tool, a server, a client or a
worker is killed, a side is stopped for a second, the disk is full, a port is taken, a clock is stepped,
the journal is damaged. Then --resume until the run has ended, and what must hold is checked.

  --seed N        which faults and when (default: chosen, and printed)
  --rounds N      how many rounds (default: ${ROUNDS})
  --from N        begin with this round of the seed (default: 1)
  --max-time T    begin no round later than this, for example 30m
  --help          this text

A seed repeats the faults and the moments they wait for; how fast the machine is meanwhile is its own.
Exit codes: 0 nothing was violated, 1 something was, 2 wrong option.
`;

function duration(text: string | undefined): number | null {
  if (text === undefined) return null;
  const parsed = parseDurationMs(text);
  if (!parsed.ok)
    throw new UserError(`--max-time: "${text}" is not ${parsed.wanted}`, 'see --help');
  return parsed.value;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        seed: { type: 'string' },
        rounds: { type: 'string' },
        from: { type: 'string' },
        'max-time': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UserError(message, 'see --help');
  }
}

/** Null: the help is asked for. Throws a UserError. */
export function readOptions(words: readonly string[]): Options | null {
  const values = parsed(words);
  if (values.help === true) return null;
  return {
    seed: wholeOption('seed', values.seed, 1 + (Date.now() % LARGEST_SEED), LARGEST_SEED),
    rounds: wholeOption('rounds', values.rounds, ROUNDS, LARGEST_SEED),
    from: wholeOption('from', values.from, 1, LARGEST_SEED),
    max_time_ms: duration(values['max-time']),
  };
}
