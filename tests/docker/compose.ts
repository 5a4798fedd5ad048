/** compose.yaml with a real engine, in a project of its own, of which a test leaves nothing behind. */
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROJECT = `pairbench-test-${process.pid}`;
const BELONGS_TO_PROJECT = `label=com.docker.compose.project=${PROJECT}`;
/** The first `up` of a service builds its image. */
export const LIMIT_MS = 15 * 60_000;

interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** `docker compose` with `settings` in its environment; goes on while the test does something else. */
export function startCompose(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
) {
  return execa('docker', ['compose', '--project-name', PROJECT, ...args], {
    cwd: ROOT,
    env: settings,
    stdin: 'ignore',
    reject: false,
  });
}

export async function compose(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await startCompose(args, settings);
  // Compose erases the line before each line of a container, even in a pipe.
  return {
    exitCode,
    stdout: stripVTControlCharacters(stdout),
    stderr: stripVTControlCharacters(stderr),
  };
}

/** Ends with the first container that ends, and with the exit code of `judge`. */
export const upUntilExit = (judge: string): string[] => [
  ...['up', '--no-color', '--abort-on-container-exit', '--exit-code-from', judge],
];

async function idsOf(...command: string[]): Promise<string[]> {
  const { stdout } = await execa('docker', [...command, '-q', '--filter', BELONGS_TO_PROJECT]);
  return stdout.split('\n').filter((id) => id !== '');
}

beforeAll(async () => {
  // Fails, never skips, where no engine answers.
  await execa('docker', ['version']);
});

afterEach(async () => {
  await compose(['down', '--volumes']);
  expect(await idsOf('ps', '--all')).toEqual([]);
  expect(await idsOf('network', 'ls')).toEqual([]);
  expect(await idsOf('volume', 'ls')).toEqual([]);
}, LIMIT_MS);

afterAll(async () => {
  const images = await idsOf('images');
  if (images.length > 0) await execa('docker', ['rmi', '--force', ...new Set(images)]);
}, LIMIT_MS);
