/** One pairing by hand: `docker compose up` with a server and a client. */
import { describe, expect, it } from '@jest/globals';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { compose, LIMIT_MS, upUntilExit } from './compose.ts';

const SHORT = { CONNECTIONS: '8', REQUESTS: '500', WARMUP: '100ms' };
const PAIRING = { SERVER: 'go-gin', CLIENT: 'rust-reqwest' };

describe('docker compose up', () => {
  it.each([
    { SERVER: 'rust-actix', CLIENT: 'python-aiohttp' },
    { SERVER: 'go-gin', CLIENT: 'rust-reqwest' },
    { SERVER: 'python-fastapi', CLIENT: 'cpp-cpr' },
  ])(
    'measures $SERVER with $CLIENT: the block is printed, the exit code is 0',
    async (pairing) => {
      const { exitCode, stdout, stderr } = await compose(upUntilExit('client'), {
        ...SHORT,
        ...pairing,
      });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stdout).toMatch(/^client-1 +\| Successful:? +500\b/m);
      expect(stdout).toMatch(/^client-1 +\| Failed:? +0\b/m);
      expect(stdout).toMatch(/^client-1 +\| RTT P99:? +\d+\.\d+ ms/m);
      // The services of the profiles stay away.
      expect(stdout).toMatch(/^Attaching to client-1, server-1$/m);
    },
    LIMIT_MS,
  );

  it(
    'takes the time of the window and a rate from the environment',
    async () => {
      const { exitCode, stdout } = await compose(upUntilExit('client'), {
        ...{ ...PAIRING, FORMAT: 'json' },
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
      const outcome = await compose(upUntilExit('client'), { ...SHORT, ...PAIRING, ...settings });
      expect(outcome).toMatchObject({ exitCode: code });
    },
    LIMIT_MS,
  );

  it(
    'keeps an exit code that no client of ours has',
    async () => {
      const client = { entrypoint: ['sh', '-c', 'exit 3'] };
      const override = writeInto(
        tempFolder(),
        'override.yaml',
        JSON.stringify({ services: { client } }),
      );
      const files = ['--file', 'compose.yaml', '--file', override];
      const outcome = await compose([...files, ...upUntilExit('client')], PAIRING);
      expect(outcome).toMatchObject({ exitCode: 3 });
    },
    LIMIT_MS,
  );

  it(
    'fails and starts no client when the server does not start',
    async () => {
      const settings = { ...SHORT, ...PAIRING, WORKERS: 'many' };
      const { exitCode, stdout } = await compose(upUntilExit('client'), settings);
      expect(exitCode).toBeGreaterThan(0);
      expect(stdout).not.toMatch(/^client-1 +\| /m);
    },
    LIMIT_MS,
  );
});
