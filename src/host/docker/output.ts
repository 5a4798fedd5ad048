/** The output of a container as two streams of bytes, from its first one on. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';

export interface OutputSinks {
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
}

export interface Output {
  /** Resolves when both streams have ended and every byte was delivered; never rejects. */
  readonly ended: Promise<void>;
  /** Ends it now; for an engine that does not end it itself. */
  readonly cut: () => void;
}

function sinkOf(take: (chunk: Buffer) => void): PassThrough {
  return new PassThrough().on('data', take);
}

/**
 * Takes the engine's stream apart: without a terminal each piece has a header that names its stream,
 * with one there is a single stream without headers.
 */
export function splitOutput(
  modem: Pick<Docker['modem'], 'demuxStream'>,
  source: NodeJS.ReadableStream,
  sinks: OutputSinks,
  form: 'framed' | 'terminal',
): Promise<void> {
  const stdout = sinkOf(sinks.stdout);
  const stderr = sinkOf(sinks.stderr);
  if (form === 'terminal') source.on('data', (chunk: Buffer) => stdout.write(chunk));
  else modem.demuxStream(source, stdout, stderr);
  const finish = (): void => {
    stdout.end();
    stderr.end();
  };
  // A connection that breaks ends the output as well: what is missing is seen by who reads it.
  source.on('end', finish).on('close', finish).on('error', finish);
  return Promise.all([once(stdout, 'end'), once(stderr, 'end')]).then(() => undefined);
}

/** Attaches to a container that has not been started yet, so that nothing is lost. */
export async function attachOutput(
  container: Docker.Container,
  sinks: OutputSinks,
  form: 'framed' | 'terminal',
): Promise<Output> {
  const source = await container.attach({ stream: true, stdout: true, stderr: true });
  const ended = splitOutput(container.modem as Docker['modem'], source, sinks, form);
  return {
    ended,
    cut: () => {
      (source as NodeJS.ReadWriteStream & { destroy(): void }).destroy();
    },
  };
}
