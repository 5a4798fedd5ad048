/** The output of a container as two streams of bytes, from its first one on. */
import type Docker from 'dockerode';
import { FrameSplitter } from './frames.ts';
import type { OutputSinks } from './frames.ts';

export interface Output {
  /** Resolves when both streams have ended and every byte was delivered; never rejects. */
  readonly ended: Promise<void>;
  /** Ends it now; for an engine that does not end it itself. */
  readonly cut: () => void;
}

/** With a terminal there is a single stream without headers. */
export type OutputForm = 'framed' | 'terminal';

export function splitOutput(
  source: NodeJS.ReadableStream,
  sinks: OutputSinks,
  form: OutputForm,
): Promise<void> {
  const frames = new FrameSplitter(sinks);
  source.on('data', (chunk: Buffer) => {
    if (form === 'terminal') sinks.stdout(chunk);
    else frames.push(chunk);
  });
  return new Promise((resolve) => {
    // A connection that breaks ends the output as well: what is missing is seen by who reads it.
    for (const event of ['end', 'close', 'error'])
      source.on(event, () => {
        resolve();
      });
  });
}

/** Attaches to a container that has not been started yet, so that nothing is lost. */
export async function attachOutput(
  container: Docker.Container,
  sinks: OutputSinks,
  form: OutputForm,
): Promise<Output> {
  const source = await container.attach({ stream: true, stdout: true, stderr: true });
  const ended = splitOutput(source, sinks, form);
  return {
    ended,
    cut: () => {
      (source as NodeJS.ReadWriteStream & { destroy(): void }).destroy();
    },
  };
}
