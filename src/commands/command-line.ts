/** Reads the command line: verbs, options and help; what is unknown is refused with a suggestion. */
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { UserError } from '../host/user-error.ts';
import { nearest } from '../plan/select.ts';
import { environmentName, EXPORTING, OPTION_NAMES, OPTIONS } from './options.ts';
import type { OptionName, OptionSpec } from './options.ts';
import type { RawValues } from './option-values.ts';
import { SHELLS, VERB_NAMES, VERBS } from './verbs.ts';
import type { Verb, VerbSpec, VerbWords } from './verbs.ts';

export interface CommandLine {
  readonly verb: Verb;
  readonly words: readonly string[];
  readonly flags: RawValues;
}

type Parsed = Readonly<Record<string, unknown>>;

/** Longer than any that there is. */
const LONGEST_FLAG = 100;
const MOST_WORDS = 10_000;

/** These mean something without a value, too. */
const MAY_BE_EMPTY: readonly OptionName[] = ['json', 'resume'];

/** What most want to do first; the rest of the help is long. */
const USAGE = `Measures every pair of async HTTP server and client.

Examples:
pairbench                                       the nine default pairs
pairbench -s go-gin,rust-actix -k rust-reqwest  two servers under one client
pairbench report --export-html run.html         the newest result, as a page

Usage: $0 [VERB] [OPTIONS]`;

function addOptions(parser: Argv, names: readonly OptionName[]): Argv {
  return names.reduce((all, name) => {
    const spec: OptionSpec = OPTIONS[name];
    return all.option(name, {
      group: `${spec.group}:`,
      type: spec.kind === 'switch' ? 'boolean' : 'string',
      describe: spec.describe,
      ...(spec.alias === undefined ? {} : { alias: spec.alias }),
      ...(spec.kind === 'switch' ? {} : { requiresArg: !MAY_BE_EMPTY.includes(name) }),
    });
  }, parser);
}

/** A known word that a mistaken one may have been meant for; null: there is none. */
function suggestion(unknown: string): string | null {
  const options = OPTION_NAMES.map((name) => `--${name}`);
  const guess = unknown.startsWith('--') ? nearest(unknown, options) : nearest(unknown, VERB_NAMES);
  // A flag that exists is known to other verbs only.
  return guess === null || guess === unknown ? null : `did you mean ${guess}?`;
}

/** As the user wrote it: yargs names a flag without its dashes. */
function asWritten(name: string, argv: readonly string[]): string {
  const flags = argv.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0] ?? '');
  if (name.length === 1 && flags.some((flag) => /^-[^-]/.test(flag) && flag.includes(name)))
    return `-${name}`;
  return flags.find((flag) => flag.replace(/^--(no-)?/, '') === name) ?? name;
}

function tooFewWords(verb: Verb): UserError {
  switch (VERBS[verb].words) {
    case 'runs':
      return new UserError(
        'compare needs two words at least, BASE and RUN',
        'ids of runs, their beginnings, or folders',
      );
    case 'shell':
      return new UserError('completion needs the name of a shell', `choose ${SHELLS.join(', ')}`);
    case 'none':
    case 'pair':
    case 'pair or none':
    case 'services':
    case 'run':
      return new UserError(
        `${verb} needs two words, SERVER and CLIENT`,
        `for example ${verb} go python${verb === 'vary' ? ' --by uvloop' : ''}`,
      );
  }
}

function refuse(message: string, argv: readonly string[]): UserError {
  const verb = VERB_NAMES.find((name) => argv.includes(name));
  const help = `see "pairbench ${verb === undefined ? '' : `${verb} `}--help"`;
  const lacking = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (lacking !== undefined)
    return new UserError(`${asWritten(lacking, argv)} needs a value`, help);
  if (message.startsWith('Not enough non-option arguments')) return tooFewWords(verb ?? 'single');
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UserError(message.trim().replaceAll('\n', ' '), help);
  const word = asWritten(unknown, argv);
  const kind = word.startsWith('-') ? 'flag' : 'word';
  return new UserError(`unknown ${kind} ${word}`, suggestion(word) ?? help);
}

function isExporting(word: string | undefined): boolean {
  return EXPORTING.some((name) => word === `--${name}`);
}

/** yargs takes a lone `-` for a word, not for the value of the flag before it. */
function joinDash(argv: readonly string[]): string[] {
  return argv.flatMap((word, at) => {
    if (word === '-' && isExporting(argv[at - 1])) return [];
    return isExporting(word) && argv[at + 1] === '-' ? [`${word}=-`] : [word];
  });
}

/** Before yargs knows the verb, it would take it for the value of the switch in `-q list`. */
function spellOutSwitches(argv: readonly string[]): string[] {
  const isSwitch = (name: OptionName, word: string): boolean => {
    const { kind, alias }: OptionSpec = OPTIONS[name];
    return kind === 'switch' && (word === `--${name}` || word === `-${alias ?? name}`);
  };
  return argv.map((word) => {
    const name = OPTION_NAMES.find((one) => isSwitch(one, word));
    return name === undefined ? word : `--${name}=true`;
  });
}

/** Many thousand of them overflow the stack of yargs. */
function refuseManyWords(argv: readonly string[]): void {
  if (argv.length > MOST_WORDS)
    throw new UserError(`the command line has over ${MOST_WORDS} words`, 'see "pairbench --help"');
}

/** yargs goes over `-abc…` once more for each of its letters. */
function refuseLongFlags(argv: readonly string[]): void {
  const flags = argv.map((word) => word.split('=', 1)[0] ?? '').filter((word) => /^-./.test(word));
  const long = flags.find((flag) => flag.length > LONGEST_FLAG);
  if (long !== undefined)
    throw new UserError(`unknown flag ${long.slice(0, LONGEST_FLAG)}…`, 'see "pairbench --help"');
}

/** yargs takes every text but `true` for false. */
function refuseSwitchValues(argv: readonly string[]): void {
  for (const word of argv) {
    const [, name = '', value = ''] = /^--([a-z-]+)=(.*)$/s.exec(word) ?? [];
    const option = OPTION_NAMES.find((one) => one === name);
    if (option !== undefined && OPTIONS[option].kind === 'switch' && !/^(true|false)$/.test(value))
      throw new UserError(
        `--${name}: "${value}" is neither true nor false`,
        `write --${name} or --no-${name}`,
      );
  }
}

/** Keeps only what was given under its long name; yargs adds aliases and camel case. */
function givenFlags(parsed: Parsed): RawValues {
  const flags: Record<string, RawValues[string]> = {};
  for (const name of OPTION_NAMES) {
    const value = parsed[name];
    if (value === undefined) continue;
    flags[name] = Array.isArray(value) ? value.map(String) : (value as string | boolean);
  }
  return flags;
}

const EPILOG = `Each option is also a variable (${environmentName('connections')}) and a key of pairbench.yaml.
Exit codes: 0 done, 1 fault of the tool or kernel settings not put back, 2 wrong
input, 3 something could not be built or started (doctor: something fails), 4 a
cell is invalid or failed, 5 a gate fails or has no data, 130/143 interrupted.`;

/** The words behind a verb, in the order of its positionals. */
function positionalWords(parsed: Parsed, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = parsed[name];
    return (Array.isArray(value) ? value : [value]).filter((word) => typeof word === 'string');
  });
}

/** As yargs writes them, with the help of each. */
const POSITIONALS: Readonly<Record<VerbWords, readonly Positional[]>> = {
  none: [],
  pair: [
    { name: 'server', written: '<server>', describe: 'Name or language' },
    { name: 'client', written: '<client>', describe: 'Name or language' },
  ],
  'pair or none': [
    { name: 'server', written: '[server]', describe: 'Name or language [see --servers]' },
    { name: 'client', written: '[client]', describe: 'Name or language [see --clients]' },
  ],
  services: [
    {
      name: 'service',
      written: '[service..]',
      describe: 'Names, globs, tag:TAG or languages [the default ones]',
    },
  ],
  run: [
    {
      name: 'run',
      written: '[run]',
      describe: 'Run id, the beginning of one, or a folder [the newest]',
    },
  ],
  runs: [
    { name: 'base', written: '<base>', describe: 'Run id, the beginning of one, or a folder' },
    { name: 'run', written: '<run..>', describe: 'Likewise, one or more' },
  ],
  shell: [{ name: 'shell', written: '<shell>', describe: SHELLS.join(', ') }],
};

interface Positional {
  readonly name: string;
  readonly written: string;
  readonly describe: string;
}

function addVerbs(parser: Argv, take: (line: CommandLine) => void): Argv {
  return VERB_NAMES.reduce((all, verb) => {
    const { words, describe, options }: VerbSpec = VERBS[verb];
    const positionals = POSITIONALS[words];
    const written = [verb, ...positionals.map((one) => one.written)].join(' ');
    return all.command(
      verb === 'run' ? [written, '$0'] : written,
      describe,
      (one: Argv) =>
        positionals.reduce(
          (more, { name, written: form, describe: about }) =>
            more.positional(name, { type: 'string', array: form.includes('..'), describe: about }),
          addOptions(one, options),
        ),
      (parsed: Parsed) => {
        const names = positionals.map(({ name }) => name);
        take({ verb, words: positionalWords(parsed, names), flags: givenFlags(parsed) });
      },
    );
  }, parser);
}

/** Null: help or the version was printed. Throws a UserError for what is unknown. */
export function parseCommandLine(argv: readonly string[], version: string): CommandLine | null {
  refuseManyWords(argv);
  refuseLongFlags(argv);
  refuseSwitchValues(argv);
  let chosen: CommandLine | null = null;
  const parser = yargs(spellOutSwitches(joinDash(argv)))
    .scriptName('pairbench')
    .parserConfiguration({
      'camel-case-expansion': false,
      'greedy-arrays': false,
      'dot-notation': false, // --seed.a=1 would make an object of the seed
    })
    .usage(USAGE)
    .epilog(EPILOG)
    .strict()
    .wrap(80)
    .help()
    .alias('help', 'h')
    .version(version)
    .detectLocale(false) // its messages are read below
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw refuse(message ?? error?.message ?? 'wrong command line', argv);
    });
  addVerbs(parser, (line) => {
    chosen = line;
  }).parseSync();
  return chosen;
}
