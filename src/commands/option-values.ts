/** The value of each option from flag, environment or file, in this order; a fault names the place. */
import { UserError } from '../host/user-error.ts';
import { nearest } from '../plan/select.ts';
import {
  parseCount,
  parseDurationMs,
  parseRatePerS,
  parseShare,
  parseSizeBytes,
} from '../plan/units.ts';
import type { Parsed } from '../plan/units.ts';
import { environmentName, OPTION_NAMES, OPTIONS } from './options.ts';
import type { OptionName, OptionSpec } from './options.ts';

type RawValue = string | number | boolean | readonly (string | number)[];
export type RawValues = Readonly<Record<string, RawValue | undefined>>;

interface Found {
  readonly raw: RawValue;
  /** 0 is the strongest. */
  readonly rank: number;
  /** `--duration`, `PAIRBENCH_DURATION` or `pairbench.yaml: duration`. */
  readonly place: string;
}

/** Variables of the tool that are not options. */
const OTHER_VARIABLES = ['PAIRBENCH_NO_INSTALL'];
/** Set by the tool itself for its children; it may run below itself, for example in its tests. */
const INTERNAL_VARIABLES = ['OWNER', 'TOKEN', 'BUILD_ID', 'OUT', 'CACHE'].map(
  (name) => `PAIRBENCH_${name}`,
);

/** With these the verb `sweep` takes several loads. */
const SWEPT: readonly OptionName[] = ['connections', 'rate'];

const PREFIX = 'PAIRBENCH_';
const withoutPrefix = (name: string): string => name.slice(PREFIX.length);

/** A sentence for each `PAIRBENCH_*` variable that means nothing, most likely a slip. */
export function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  const known = [...OPTION_NAMES.map(environmentName), ...OTHER_VARIABLES];
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX))
    .filter((name) => !known.includes(name) && !INTERNAL_VARIABLES.includes(name))
    .map((name) => {
      const guess = nearest(withoutPrefix(name), known.map(withoutPrefix));
      const meant = guess === null ? '' : `, did you mean ${PREFIX}${guess}?`;
      return `${name} is not a variable of pairbench${meant}`;
    });
}

export class OptionValues {
  /** Those of the command line alone. */
  readonly flags: RawValues;
  readonly #env: NodeJS.ProcessEnv;
  readonly #file: { readonly name: string; readonly values: RawValues };
  readonly #stored: RawValues;

  constructor(
    flags: RawValues,
    env: NodeJS.ProcessEnv,
    file: { readonly name: string; readonly values: RawValues },
    stored: RawValues = {},
  ) {
    this.flags = flags;
    this.#env = env;
    this.#file = file;
    this.#stored = stored;
  }

  /** The same, with the options of an earlier run where nothing else is given. */
  over(stored: RawValues): OptionValues {
    return new OptionValues(this.flags, this.#env, this.#file, stored);
  }

  #find(name: OptionName): Found | undefined {
    const flag = this.flags[name];
    if (flag !== undefined) return { raw: flag, rank: 0, place: `--${name}` };
    const variable = environmentName(name);
    const text = this.#env[variable];
    if (text !== undefined && text !== '') return { raw: text, rank: 1, place: variable };
    const value = this.#file.values[name];
    if (value !== undefined) return { raw: value, rank: 2, place: `${this.#file.name}: ${name}` };
    const stored = this.#stored[name];
    return stored === undefined ? undefined : { raw: stored, rank: 3, place: `the run: ${name}` };
  }

  /** Whether one of `others`, which exclude this option, is given in a stronger place. */
  isOverruled(name: OptionName, others: readonly OptionName[]): boolean {
    const rank = (option: OptionName): number => this.#find(option)?.rank ?? Infinity;
    return others.some((other) => rank(other) < rank(name));
  }

  /** Whether it is given on the command line, for this run alone. */
  isFlag(name: OptionName): boolean {
    return this.#find(name)?.rank === 0;
  }

  text(name: OptionName): string | undefined {
    const found = this.#find(name);
    if (found === undefined) return undefined;
    const { raw, place } = found;
    if (typeof raw === 'object') throw new UserError(`${place}: is given more than once`);
    const text = String(raw);
    const { choices }: OptionSpec = OPTIONS[name];
    if (choices?.includes(text) === false)
      throw new UserError(`${place}: "${text}" is unknown`, `choose ${choices.join(', ')}`);
    return text;
  }

  /** Where it was given, for a fault to name: `--duration`, `PAIRBENCH_DURATION`. */
  placeOf(name: OptionName): string {
    return this.#find(name)?.place ?? `--${name}`;
  }

  /** One of the option's choices; the caller names the type they make up. */
  choice<T extends string>(name: OptionName, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    return choices.find((choice) => choice === text);
  }

  /** Words joined by commas or given repeatedly; null: not given. */
  list(name: OptionName): string[] | null {
    const found = this.#find(name);
    if (found === undefined) return null;
    const raws = typeof found.raw === 'object' ? found.raw : [found.raw];
    const words = raws.flatMap((raw) => String(raw).split(',')).map((word) => word.trim());
    if (words.some((word) => word === ''))
      throw new UserError(`${found.place}: an entry is empty`, 'give names, joined by commas');
    return words;
  }

  switch(name: OptionName): boolean | undefined {
    const found = this.#find(name);
    if (found === undefined) return undefined;
    const text = String(found.raw).toLowerCase();
    if (['true', '1', 'yes', 'on'].includes(text)) return true;
    if (['false', '0', 'no', 'off'].includes(text)) return false;
    throw new UserError(`${found.place}: "${text}" is neither true nor false`);
  }

  count(name: OptionName): number | undefined {
    return this.#number(name, parseCount);
  }

  countOrAuto(name: OptionName): number | 'auto' | undefined {
    return this.text(name) === 'auto' ? 'auto' : this.#number(name, parseCount, ', or auto');
  }

  durationMs(name: OptionName): number | undefined {
    return this.#number(name, parseDurationMs);
  }

  ratePerS(name: OptionName): number | undefined {
    return this.#number(name, parseRatePerS);
  }

  share(name: OptionName): number | undefined {
    return this.#number(name, parseShare);
  }

  sizeBytes(name: OptionName): number | undefined {
    return this.#number(name, parseSizeBytes);
  }

  /** `or`: what else would have been right. */
  #number(name: OptionName, parse: (text: string) => Parsed, or = ''): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const parsed = parse(text);
    if (parsed.ok) return parsed.value;
    const isSeveral = SWEPT.includes(name) && /[,%]|\.\./.test(text);
    throw new UserError(
      `${this.placeOf(name)}: "${text}" is not ${parsed.wanted}${or}`,
      isSeveral ? `several loads are for sweep: pairbench sweep --${name} ${text}` : '',
    );
  }
}
