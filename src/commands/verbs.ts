/** Every verb once: its words, its options, its help; the parser and shell completion follow from it. */
import { BUILDING, COMMON, EXPORTING, OF_ONE_VERB, OPTION_NAMES } from './options.ts';
import type { OptionName } from './options.ts';

/** What stands behind a verb. */
export type VerbWords = 'none' | 'pair' | 'pair or none' | 'services' | 'run' | 'runs' | 'shell';

export interface VerbSpec {
  readonly words: VerbWords;
  readonly describe: string;
  readonly options: readonly OptionName[];
}

const OF_A_RUN = OPTION_NAMES.filter((name) => !OF_ONE_VERB.includes(name));

/** Its words and `--by` name all that is measured. */
const SELECTING: readonly OptionName[] = ['servers', 'clients', 'pairs', 'variants'];

/** These are about what is measured at one load. */
const OF_THE_MATRIX: readonly OptionName[] = [
  'requests',
  'precision',
  'ceilings',
  'latency',
  'latency-rate',
  'threshold',
  'baseline',
  'fail-if-slower',
  'force',
];

export const VERBS = {
  run: {
    words: 'none',
    describe: 'Build, verify and measure pairs (default)',
    options: OF_A_RUN,
  },
  single: { words: 'pair', describe: 'Measure one pair', options: OF_A_RUN },
  vary: {
    words: 'pair',
    describe: 'Measure a pair with variants of one side: faster or slower?',
    options: ['by', ...OF_A_RUN.filter((name) => !SELECTING.includes(name))],
  },
  sweep: {
    words: 'pair or none',
    describe: 'Measure each pair at several loads: latency over throughput, and the knee',
    options: OF_A_RUN.filter((name) => !OF_THE_MATRIX.includes(name)),
  },
  list: { words: 'none', describe: 'Show the services and what they need', options: COMMON },
  doctor: {
    words: 'services',
    describe: 'Check this machine: what it lacks, what that costs, the cure',
    options: [...COMMON, 'runtime', 'json'],
  },
  build: { words: 'services', describe: 'Build services', options: [...COMMON, ...BUILDING] },
  verify: {
    words: 'services',
    describe: 'Check services against the contract',
    options: [...COMMON, ...BUILDING],
  },
  report: {
    words: 'run',
    describe: 'Show the result of a run again, or export it',
    options: [...COMMON, ...EXPORTING, 'threshold'],
  },
  compare: {
    words: 'runs',
    describe: 'Hold runs against a base run',
    options: [...COMMON, ...EXPORTING, 'fail-if-slower', 'force'],
  },
  clean: {
    words: 'none',
    describe: 'Remove what earlier runs have left behind',
    options: [...COMMON, 'builds'],
  },
  completion: {
    words: 'shell',
    describe: 'Print the completion script of bash, zsh or fish',
    options: COMMON,
  },
} as const satisfies Record<string, VerbSpec>;

export type Verb = keyof typeof VERBS;

export const VERB_NAMES = Object.keys(VERBS) as Verb[];

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];
