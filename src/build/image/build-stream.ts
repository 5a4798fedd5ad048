/** Follows the engine's stream of a build: steps that begin, lines for the log, and how it ended. */
import type Docker from 'dockerode';

export interface BuildListener {
  /** A step that is carried out, as the Dockerfile has it: `[build 3/4] RUN …`. */
  readonly onStep: (step: string) => void;
  /** Text for the log, with its line ends. */
  readonly onText: (text: string) => void;
}

/** `[1a2b3c] NAME` is how the client library writes a step that has begun. */
const BEGUN = /^\[[^\]]*\] (.+)$/s;
const INTERNAL = /^\[(internal|auth)\]/;

/** Not in the types of the client library, which are those of its last major version. */
interface ProgressFollower {
  followProgress(
    stream: NodeJS.ReadableStream,
    onFinished: (error: Error | null) => void,
    onEvent: (event: BuildEvent) => void,
  ): void;
}

interface BuildEvent {
  readonly stream?: unknown;
  readonly error?: unknown;
}

/** One line; long commands are cut. */
function shorten(step: string): string {
  const line = step.replaceAll(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

/** Resolves to null when the build has succeeded, else to the engine's reason. */
export function followBuild(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  listener: BuildListener,
): Promise<string | null> {
  const begun = new Set<string>();
  let failure: string | null = null;
  const onEvent = ({ stream: text, error }: BuildEvent): void => {
    if (typeof error === 'string') failure = error;
    if (typeof text !== 'string') return;
    listener.onText(text);
    const step = BEGUN.exec(text.trimEnd())?.[1];
    if (step === undefined || INTERNAL.test(step) || begun.has(step)) return;
    begun.add(step);
    listener.onStep(shorten(step));
  };
  return new Promise((resolve, reject) => {
    (docker as Docker & ProgressFollower).followProgress(
      stream,
      (error) => {
        if (error === null) resolve(failure);
        else reject(error);
      },
      onEvent,
    );
  });
}
