/** Everything that can be completed, in no shell's language; pure. */
import { variantOf } from '../../plan/service-key.ts';
import type { ServiceId } from '../../plan/service-key.ts';
import { OPTIONS } from '../options.ts';
import type { OptionName, OptionSpec } from '../options.ts';
import { SHELLS, VERB_NAMES, VERBS } from '../verbs.ts';
import type { VerbSpec, VerbWords } from '../verbs.ts';

/** What is completed behind a flag; `nothing`: it takes no value; `text`: nobody can know. */
export type Value =
  | {
      readonly kind:
        'nothing' | 'text' | 'servers' | 'clients' | 'variants' | 'pair' | 'run' | 'path';
    }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

export interface Flag {
  /** With its dashes. */
  readonly long: string;
  readonly short: string | null;
  readonly about: string;
  readonly value: Value;
}

export interface CompletedVerb {
  readonly name: string;
  readonly about: string;
  readonly words: VerbWords;
  readonly flags: readonly Flag[];
}

export interface Completion {
  readonly verbs: readonly CompletedVerb[];
  readonly servers: readonly string[];
  readonly clients: readonly string[];
  /** Their names behind the `@`, each once. */
  readonly variants: readonly string[];
  readonly shells: readonly string[];
}

const VALUES: Partial<Record<OptionName, Exclude<Value['kind'], 'choice'>>> = {
  servers: 'servers',
  clients: 'clients',
  pairs: 'pair',
  by: 'variants',
  baseline: 'run',
  resume: 'run',
  json: 'path',
  output: 'path',
  services: 'path',
  'cache-dir': 'path',
  config: 'path',
};

const LONGEST_ABOUT = 60;

export function completionOf(services: readonly ServiceId[]): Completion {
  const named = (kind: ServiceId['kind']): string[] =>
    services.filter((one) => one.kind === kind).map(({ name }) => name);
  return {
    verbs: VERB_NAMES.map((name) => {
      const { words, describe, options }: VerbSpec = VERBS[name];
      return { name, about: describe, words, flags: options.flatMap(flagsOf) };
    }),
    servers: named('server'),
    clients: named('client'),
    variants: [...new Set(services.flatMap(({ name }) => variantOf(name) ?? []))],
    shells: SHELLS,
  };
}

function flagsOf(name: OptionName): Flag[] {
  const { alias, kind, choices, describe }: OptionSpec = OPTIONS[name];
  const value: Value =
    choices !== undefined
      ? { kind: 'choice', choices }
      : { kind: kind === 'switch' ? 'nothing' : (VALUES[name] ?? 'text') };
  const flag = { long: `--${name}`, short: alias === undefined ? null : `-${alias}`, value };
  const about = firstWords(describe);
  return kind === 'switch'
    ? [
        { ...flag, about },
        { ...flag, long: `--no-${name}`, short: null, about: `not: ${about}` },
      ]
    : [{ ...flag, about }];
}

/** A line in a list has no room for all of the help. */
function firstWords(describe: string): string {
  const [first = ''] = describe.split(/ \[|; |: |, as /);
  return first.length <= LONGEST_ABOUT ? first : `${first.slice(0, LONGEST_ABOUT - 1).trimEnd()}…`;
}

/** All flags of all verbs, each once, whose values are of this kind. */
export function flagsWith({ verbs }: Completion, kind: Value['kind']): Flag[] {
  const all = verbs.flatMap(({ flags }) => flags).filter(({ value }) => value.kind === kind);
  return [...new Map(all.map((flag) => [flag.long, flag])).values()];
}

/** As a shell's pattern: `-s|--servers`. */
export function asPattern(flags: readonly Flag[]): string {
  return flags.flatMap(({ long, short }) => (short === null ? [long] : [short, long])).join('|');
}

/** For bash and zsh to read as one word. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
