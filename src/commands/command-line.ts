/** Reads the command line: verbs, options and help; what is unknown is refused with a suggestion. */
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { UserError } from '../host/user-error.ts';
import { nearest } from '../plan/select.ts';
import { BUILDING, COMMON, environmentName, OPTION_NAMES, OPTIONS } from './options.ts';
import type { OptionName, OptionSpec } from './options.ts';
import type { RawValues } from './option-values.ts';

const VERBS = [
  'run',
  'single',
  'list',
  'doctor',
  'build',
  'verify',
  'report',
  'compare',
  'clean',
] as const;
type Verb = (typeof VERBS)[number];

export interface CommandLine {
  readonly verb: Verb;
  readonly words: readonly string[];
  readonly flags: RawValues;
}

type Parsed = Readonly<Record<string, unknown>>;

/** These mean something without a value, too. */
const MAY_BE_EMPTY: readonly OptionName[] = ['json', 'resume'];

const EXAMPLES: [string, string][] = [
  ['$0', 'Measure the nine default pairs'],
  ['$0 -s go-gin,rust-actix -k rust-reqwest -c 32', 'Two servers under one client'],
  ['$0 report --json', 'The newest result as JSON'],
];

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

/** Of a run: all but those that another verb alone has. */
const everything = (parser: Argv): Argv =>
  addOptions(
    parser,
    OPTION_NAMES.filter((name) => name !== 'builds'),
  );
const common = (parser: Argv): Argv => addOptions(parser, COMMON);
const services =
  (more: readonly OptionName[]) =>
  (parser: Argv): Argv =>
    addOptions(parser, [...COMMON, ...more]).positional('service', {
      type: 'string',
      array: true,
      describe: 'Names, globs, tag:TAG or languages [the default ones]',
    });
const cleaning = (parser: Argv): Argv => addOptions(parser, [...COMMON, 'builds']);

/** A known word that a mistaken one may have been meant for; null: there is none. */
function suggestion(unknown: string): string | null {
  const options = OPTION_NAMES.map((name) => `--${name}`);
  const guess = unknown.startsWith('--') ? nearest(unknown, options) : nearest(unknown, VERBS);
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

function refuse(message: string, argv: readonly string[]): UserError {
  const verb = VERBS.find((name) => argv.includes(name));
  const help = `see "pairbench ${verb === undefined ? '' : `${verb} `}--help"`;
  const lacking = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (lacking !== undefined)
    return new UserError(`${asWritten(lacking, argv)} needs a value`, help);
  if (message.startsWith('Not enough non-option arguments'))
    return verb === 'compare'
      ? new UserError(
          'compare needs two words at least, BASE and RUN',
          'ids of runs, their beginnings, or folders',
        )
      : new UserError('single needs two words, SERVER and CLIENT', 'for example single go python');
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UserError(message.trim().replaceAll('\n', ' '), help);
  const word = asWritten(unknown, argv);
  const kind = word.startsWith('-') ? 'flag' : 'word';
  return new UserError(`unknown ${kind} ${word}`, suggestion(word) ?? help);
}

/** yargs takes a lone `-` for a word, not for the value of the flag before it. */
function joinDash(argv: readonly string[]): string[] {
  return argv.flatMap((word, at) => {
    if (word === '-' && argv[at - 1] === '--json') return [];
    return word === '--json' && argv[at + 1] === '-' ? ['--json=-'] : [word];
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

function addVerbs(parser: Argv, take: (line: CommandLine) => void): Argv {
  const on =
    (verb: Verb, ...positionals: string[]) =>
    (parsed: Parsed) => {
      take({ verb, words: positionalWords(parsed, positionals), flags: givenFlags(parsed) });
    };
  const oneRun = (one: Argv): Argv =>
    addOptions(one, [...COMMON, 'json', 'threshold']).positional('run', {
      type: 'string',
      describe: 'Run id or folder [the newest]',
    });
  const runs = (some: Argv): Argv =>
    addOptions(some, [...COMMON, 'json', 'fail-if-slower', 'force'])
      .positional('base', { type: 'string', describe: 'Run id, its beginning, or a folder' })
      .positional('run', { type: 'string', array: true, describe: 'Likewise, one or more' });
  return parser
    .command(['run', '$0'], 'Build, verify and measure pairs (default)', everything, on('run'))
    .command(
      'single <server> <client>',
      'Measure one pair',
      everything,
      on('single', 'server', 'client'),
    )
    .command('list', 'Show the services and what they need', common, on('list'))
    .command(
      'doctor [service..]',
      'Check this machine: what it lacks, what that costs, the cure',
      services(['runtime', 'json']),
      on('doctor', 'service'),
    )
    .command('build [service..]', 'Build services', services(BUILDING), on('build', 'service'))
    .command(
      'verify [service..]',
      'Check services against the contract',
      services(BUILDING),
      on('verify', 'service'),
    )
    .command('report [run]', 'Show the result of a run again', oneRun, on('report', 'run'))
    .command(
      'compare <base> <run..>',
      'Hold runs against a base run',
      runs,
      on('compare', 'base', 'run'),
    )
    .command('clean', 'Remove what earlier runs have left behind', cleaning, on('clean'));
}

/** Null: help or the version was printed. Throws a UserError for what is unknown. */
export function parseCommandLine(argv: readonly string[], version: string): CommandLine | null {
  refuseSwitchValues(argv);
  let chosen: CommandLine | null = null;
  const parser = yargs(spellOutSwitches(joinDash(argv)))
    .scriptName('pairbench')
    .parserConfiguration({ 'camel-case-expansion': false, 'greedy-arrays': false })
    .usage('Measures every pair of async HTTP server and client.\n\nUsage: $0 [VERB] [OPTIONS]')
    .example(EXAMPLES)
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
