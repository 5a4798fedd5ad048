/** Follows the engine's stream of a build: steps that begin, lines for the log, and how it ended. */
import { z } from 'zod';
import { decodeProgress } from './build-progress.ts';
import type { BuildProgress } from './build-progress.ts';

export interface BuildListener {
  /** A step that is carried out, as the Dockerfile has it: `[build 3/4] RUN …`. */
  readonly onStep: (step: string) => void;
  /** Text for the log, with its line ends; a character may lie across two pieces. */
  readonly onText: (text: Uint8Array) => void;
}

const INTERNAL = /^\[(internal|auth)\]/;

const eventSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ id: z.literal('moby.buildkit.trace'), aux: z.base64() }),
]);

/** One line; long commands are cut. */
function shorten(step: string): string {
  const line = step.replaceAll(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

/** A stream that breaks off throws, an aborted one too. */
async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const text of stream) {
    const lines = `${rest}${String(text)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

class Steps {
  readonly #begun = new Set<string>();
  readonly #listener: BuildListener;

  constructor(listener: BuildListener) {
    this.#listener = listener;
  }

  take({ steps, output }: BuildProgress): void {
    for (const { name, state, error } of steps) {
      if (error !== '') this.#say(`ERROR: ${error}`);
      if (state === 'cached') this.#say(`CACHED: ${name}`);
      if (state === 'running' && !this.#begun.has(name)) this.#begin(name);
    }
    for (const text of output) this.#listener.onText(text);
  }

  #begin(name: string): void {
    this.#begun.add(name);
    this.#say(name);
    if (!INTERNAL.test(name)) this.#listener.onStep(shorten(name));
  }

  #say(line: string): void {
    this.#listener.onText(Buffer.from(`${line}\n`));
  }
}

/** Resolves to null when the build has succeeded, else to the engine's reason. */
export async function followBuild(
  stream: NodeJS.ReadableStream,
  listener: BuildListener,
): Promise<string | null> {
  const steps = new Steps(listener);
  let failure: string | null = null;
  for await (const line of linesOf(stream)) {
    if (line.trim() === '') continue;
    const event = eventSchema.safeParse(JSON.parse(line));
    if (!event.success) continue; // the id of the image, and what engines may add
    if ('error' in event.data) failure = event.data.error;
    else steps.take(decodeProgress(Buffer.from(event.data.aux, 'base64')));
  }
  return failure;
}
