/** Gives a parser its inputs: as many random ones as wanted, then the long ones. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { largeInputs } from './large.ts';
import { WrongOutcome } from './target.ts';
import type { Target } from './target.ts';

interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Of the long inputs. */
  readonly sizes: readonly number[];
  /** For a single input; the usual is far more than any takes that is read from left to right. */
  readonly limit_cpu_ms?: number;
  /** Before each input; a watcher sees by this that it goes on. */
  readonly onInput?: () => void;
}

export interface FuzzOutcome {
  readonly target: string;
  readonly inputs: number;
  readonly duration_ms: number;
  /** Of a single input. */
  readonly longest_cpu_ms: number;
  /** Null: nothing was found. */
  readonly failure: string | null;
}

const LIMIT_CPU_MS = 10_000;
const MOST_BUFFER_BYTES = 2 ** 30;

/** What everything inherits from. */
const SHARED: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
];
const sharedKeys = (): number => SHARED.reduce((sum, one) => sum + Reflect.ownKeys(one).length, 0);

/** Of this thread, since it began: what the machine does for others meanwhile is not the parser's. */
function threadCpuMs(): number {
  const [onCpuNs = ''] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
  return Number(onCpuNs) / 1e6;
}

class Watched {
  readonly #target: Target;
  readonly #onInput: () => void;
  readonly #limit_cpu_ms: number;
  readonly #keys = sharedKeys();
  inputs = 0;
  longest_cpu_ms = 0;

  constructor(target: Target, options: FuzzOptions) {
    this.#target = target;
    this.#onInput = options.onInput ?? (() => undefined);
    this.#limit_cpu_ms = options.limit_cpu_ms ?? LIMIT_CPU_MS;
  }

  check(input: string): void {
    this.inputs += 1;
    this.#onInput();
    const before_ms = threadCpuMs();
    this.#target.check(input);
    const took_ms = threadCpuMs() - before_ms;
    this.longest_cpu_ms = Math.max(this.longest_cpu_ms, took_ms);
    if (took_ms > this.#limit_cpu_ms)
      throw new WrongOutcome(`it took ${Math.round(took_ms)} ms of CPU time`);
    if (sharedKeys() !== this.#keys) throw new WrongOutcome('a prototype was changed');
  }
}

function randomFailure(target: Target, watched: Watched, options: FuzzOptions): string | null {
  const { inputs: numRuns, seed } = options;
  const property = fc.property(target.inputs, (input) => {
    watched.check(input);
  });
  const details = fc.check(property, { numRuns, seed, endOnFailure: false });
  if (!details.failed) return null;
  const [input] = details.counterexample ?? [''];
  return `${errorText(details.errorInstance)}\n  input: ${JSON.stringify(input).slice(0, 2000)}`;
}

function largeFailure(target: Target, watched: Watched, { sizes }: FuzzOptions): string | null {
  for (const size of sizes)
    for (const { name, text } of largeInputs(target, size)) {
      try {
        watched.check(text);
      } catch (error) {
        return `${errorText(error)}\n  input: ${name}`;
      }
      const { arrayBuffers: buffers_bytes } = process.memoryUsage();
      if (buffers_bytes > MOST_BUFFER_BYTES)
        return `${name} left ${buffers_bytes} bytes of buffers`;
    }
  return null;
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function runTarget(target: Target, options: FuzzOptions): FuzzOutcome {
  const watched = new Watched(target, options);
  const started = performance.now();
  const failure = randomFailure(target, watched, options) ?? largeFailure(target, watched, options);
  const duration_ms = Math.round(performance.now() - started);
  const { inputs } = watched;
  const longest_cpu_ms = Math.round(watched.longest_cpu_ms);
  return { target: target.name, inputs, duration_ms, longest_cpu_ms, failure };
}
