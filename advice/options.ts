/** The options of `npm run advice`. */
import { parseArgs } from 'node:util';
import { wholeOption } from '../simulate/whole-option.ts';
import { UserError } from '../src/host/user-error.ts';
import { parseDurationMs } from '../src/plan/units.ts';
import { TOPICS } from './topics/all.ts';

export interface Options {
  /** Names of topics; empty: all. */
  readonly topics: readonly string[];
  readonly rounds: number;
  readonly window_ms: number;
  /** What to do with answers that nothing speaks against. */
  readonly known: 'keep' | 'again';
}

const ROUNDS = 6;
const MOST_ROUNDS = 100;
/** Two rounds have no interval that says anything. */
const FEWEST_ROUNDS = 3;
const WINDOW_MS = 1000;
const SHORTEST_MS = 100;
const LONGEST_MS = 60_000;

const topicLines = TOPICS.map(
  ({ name, title, lines }) => `  ${name.padEnd(14)} ${title}, ${lines.length} lines`,
);

export const HELP = `npm run advice -- [TOPIC...] [options]

Measures pieces of advice on this machine, each against what it advises against, and writes
docs/advice.md. What is finished is kept in results/advice/: started again, it goes on, and measures
again only what has changed, be it the advice, a build, the machine or these options, and what could not
be measured before.

Topics (default: all):
${topicLines.join('\n')}

  --rounds N      in each of which every side is measured once (default: ${ROUNDS}, from ${FEWEST_ROUNDS} on)
  --seconds T     length of a window (default: ${WINDOW_MS / 1000})
  --again         measure also what is known already
  --help          this text

Exit codes: 0 done (advice that cannot be measured is named with the reason), 1 fault of the tool,
2 wrong option, 130/143 interrupted.
`;

function windowMs(text: string | undefined): number {
  if (text === undefined) return WINDOW_MS;
  const parsed = parseDurationMs(text);
  const isInRange = parsed.ok && parsed.value >= SHORTEST_MS && parsed.value <= LONGEST_MS;
  if (isInRange) return parsed.value;
  throw new UserError(
    `--seconds: "${text}" is not a length from ${SHORTEST_MS / 1000} to ${LONGEST_MS / 1000} s`,
    'write for example 1.5',
  );
}

function roundsOf(text: string | undefined): number {
  const rounds = wholeOption('rounds', text, ROUNDS, MOST_ROUNDS);
  if (rounds >= FEWEST_ROUNDS) return rounds;
  throw new UserError(
    `--rounds: ${rounds} rounds have no interval that says anything`,
    `take ${FEWEST_ROUNDS} or more`,
  );
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        again: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UserError(message, 'see --help');
  }
}

/** Null: the help is asked for. Throws a UserError. */
export function readOptions(words: readonly string[]): Options | null {
  const { values, positionals } = parsed(words);
  if (values.help === true) return null;
  return {
    topics: positionals,
    rounds: roundsOf(values.rounds),
    window_ms: windowMs(values.seconds),
    known: values.again === true ? 'again' : 'keep',
  };
}
