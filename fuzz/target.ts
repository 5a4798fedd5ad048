/** A parser of outside text, and which outcomes it may have. */
import type fc from 'fast-check';

export interface Target {
  readonly name: string;
  /** One line: what it reads, and from whom. */
  readonly about: string;
  readonly inputs: fc.Arbitrary<string>;
  /** Begin of large inputs: the text up to where it is made long, and what stands behind. */
  readonly frames: readonly (readonly [before: string, after: string])[];
  /** Throws whatever is neither a value nor a refusal of the parser. */
  readonly check: (input: string) => void;
}

type ErrorClass = abstract new (...given: never[]) => Error;

/** The outcome is wrong, though nothing was thrown. */
export class WrongOutcome extends Error {}

/** Undefined: it was refused by an error of just this class; other errors are thrown on. */
export function valueUnlessRefused<T>(refusal: ErrorClass, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    // A RangeError is an Error, too: only the very class is a refusal.
    if (error instanceof refusal && error.constructor === refusal && isSentence(error))
      return undefined;
    throw error;
  }
}

const LONGEST_MESSAGE = 2_100_000;

function isSentence({ message }: Error): boolean {
  return message !== '' && message.length < LONGEST_MESSAGE;
}

export function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new WrongOutcome(what);
}

export function expectFinite(value: unknown, path = 'the value'): void {
  if (typeof value === 'number') expectThat(Number.isFinite(value), `${path} is ${value}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) expectFinite(part, `${path}.${key}`);
}
