/** Containers of Node programs on a real engine, started as services are; a test leaves nothing of them. */
import { afterEach, beforeAll } from '@jest/globals';
import { startContainer } from '../../src/host/docker/container.ts';
import type { StartedContainer } from '../../src/host/docker/container.ts';
import { connectEngine } from '../../src/host/docker/engine.ts';
import type { Engine } from '../../src/host/docker/engine.ts';
import { removeRun } from '../../src/host/docker/leftovers.ts';
import { createOptions } from '../../src/runtime/docker/create-options.ts';
import type { Launch } from '../../src/runtime/runtime.ts';
import { until } from '../helpers/until.ts';
import { launchOf } from '../runtime/launch.ts';

export const IMAGE = 'node:20-bookworm-slim';
/** Marks all that these tests make as pairbench would. */
export const RUN = `test-engine-${process.pid}`;
export const LIMIT_MS = 60_000;

let connected: Promise<Engine> | null = null;

export const engine = (): Promise<Engine> => (connected ??= connectEngine(process.env));

/** To be called by each file of tests. */
export function cleanEngine(): void {
  beforeAll(async () => {
    // Fails, never skips, where no engine answers.
    await engine();
  });
  afterEach(async () => {
    await removeRun(await engine(), RUN);
  }, LIMIT_MS);
}

export interface Watched {
  readonly container: StartedContainer;
  readonly stdout: () => string;
  /** Waits until it has printed this line; fails when it ends without. */
  readonly said: (line: string) => Promise<void>;
}

export interface Place {
  readonly network?: string;
  readonly memory_bytes?: number;
}

/** What is given to Node as `--eval`. */
export function launchNode(program: string, more: Partial<Launch> = {}): Launch {
  const entrypoint = ['node', '--input-type=module', '--eval', program];
  const image = { kind: 'image', image: IMAGE, entrypoint, tty: false, writable: false } as const;
  return launchOf(image, more);
}

export async function startNode(
  program: string,
  { network = 'host', memory_bytes = 256 * 2 ** 20 }: Place = {},
  more: Partial<Launch> = {},
): Promise<Watched> {
  const chunks: Buffer[] = [];
  const place = { run: RUN, network, limits: { memory_bytes, nofile: null } };
  const container = await startContainer(
    await engine(),
    createOptions(launchNode(program, more), place, ''),
    { stdout: (chunk) => chunks.push(chunk), stderr: (chunk) => process.stderr.write(chunk) },
  );
  let hasEnded = false;
  void container.drained.then(() => {
    hasEnded = true;
  });
  const stdout = (): string => Buffer.concat(chunks).toString('utf8');
  const has = (line: string): boolean => stdout().split('\n').includes(line);
  return {
    container,
    stdout,
    said: async (line) => {
      await until(`it says "${line}" or ends`, () => hasEnded || has(line));
      if (!has(line)) throw new Error(`it ended and had said: ${stdout()}`);
    },
  };
}
