/** compose.yaml with a real engine: one pairing by hand. Fails, never skips, where no engine answers. */
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROJECT = `pairbench-test-${process.pid}`;
const BELONGS_TO_PROJECT = `label=com.docker.compose.project=${PROJECT}`;
/** The first `up` of a service builds its image. */
const LIMIT_MS = 15 * 60_000;

const SHORT = { CONNECTIONS: '8', REQUESTS: '500', WARMUP: '100ms' };

async function up(settings: Record<string, string>) {
  const args = ['up', '--no-color', '--abort-on-container-exit', '--exit-code-from', 'client'];
  const { exitCode, stdout, stderr } = await execa(
    'docker',
    ['compose', '--project-name', PROJECT, ...args],
    { cwd: ROOT, env: settings, reject: false },
  );
  // Compose erases the line before each line of a container, even in a pipe.
  return { exitCode, stdout: stripVTControlCharacters(stdout), stderr };
}

async function idsOf(...command: string[]): Promise<string[]> {
  const { stdout } = await execa('docker', [...command, '-q', '--filter', BELONGS_TO_PROJECT]);
  return stdout.split('\n').filter((id) => id !== '');
}

beforeAll(async () => {
  await execa('docker', ['version']);
});

afterEach(async () => {
  await execa('docker', ['compose', '--project-name', PROJECT, 'down'], { cwd: ROOT });
  expect(await idsOf('ps', '--all')).toEqual([]);
  expect(await idsOf('network', 'ls')).toEqual([]);
}, LIMIT_MS);

afterAll(async () => {
  const images = await idsOf('images');
  if (images.length > 0) await execa('docker', ['rmi', '--force', ...new Set(images)]);
});

describe('docker compose up', () => {
  it.each([
    { SERVER: 'rust-actix', CLIENT: 'python-aiohttp' },
    { SERVER: 'go-gin', CLIENT: 'rust-reqwest' },
    { SERVER: 'python-fastapi', CLIENT: 'cpp-cpr' },
  ])(
    'measures $SERVER with $CLIENT: the block is printed, the exit code is 0',
    async (pairing) => {
      const { exitCode, stdout, stderr } = await up({ ...SHORT, ...pairing });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stdout).toMatch(/^client-1 +\| Successful:? +500\b/m);
      expect(stdout).toMatch(/^client-1 +\| Failed:? +0\b/m);
      expect(stdout).toMatch(/^client-1 +\| RTT P99:? +\d+\.\d+ ms/m);
    },
    LIMIT_MS,
  );

  it(
    'takes the time of the window and a rate from the environment',
    async () => {
      const { exitCode, stdout } = await up({
        ...{ SERVER: 'go-gin', CLIENT: 'rust-reqwest', FORMAT: 'json' },
        ...{ CONNECTIONS: '8', DURATION: '500ms', WARMUP: '100ms', RATE: '200' },
      });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/"duration_ms":500,"requests":null,"rate_per_s":200\b/);
    },
    LIMIT_MS,
  );

  it.each([
    { fault: 'a wrong flag', settings: { WARMUP: 'soon' }, code: 2 },
    {
      fault: 'more connections than the server has file descriptors',
      settings: { NOFILE: '64', CONNECTIONS: '100', TIMEOUT: '2s' },
      code: 1,
    },
  ])(
    "ends with the client's exit code after $fault",
    async ({ settings, code }) => {
      const pairing = { SERVER: 'go-gin', CLIENT: 'rust-reqwest' };
      expect(await up({ ...SHORT, ...pairing, ...settings })).toMatchObject({ exitCode: code });
    },
    LIMIT_MS,
  );

  it(
    'fails and starts no client when the server does not start',
    async () => {
      const pairing = { SERVER: 'go-gin', CLIENT: 'rust-reqwest' };
      const { exitCode, stdout } = await up({ ...SHORT, ...pairing, WORKERS: 'many' });
      expect(exitCode).toBeGreaterThan(0);
      expect(stdout).not.toMatch(/^client-1 +\| /m);
    },
    LIMIT_MS,
  );
});
