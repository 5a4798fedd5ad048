/** The profile `wrk`: a server of the pairings under wrk. */
import { describe, expect, it } from '@jest/globals';
import { compose, LIMIT_MS, upUntilExit } from './compose.ts';

const SHORT = { SERVER: 'go-gin', CONNECTIONS: '8', DURATION: '1s' };
const UP = ['--profile', 'wrk', ...upUntilExit('wrk'), 'server', 'wrk'];

describe('docker compose --profile wrk up', () => {
  it.each(['100', '150', '65536'])(
    'offers valid orders of %s bytes',
    async (PAYLOAD_BYTES) => {
      const { exitCode, stdout, stderr } = await compose(UP, { ...SHORT, PAYLOAD_BYTES });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stdout).toMatch(/^wrk-1 +\| +1 threads and 8 connections$/m);
      expect(stdout).toMatch(/^wrk-1 +\| Requests\/sec: +[1-9]\d*\.\d+$/m);
    },
    LIMIT_MS,
  );

  it.each([
    {
      fault: 'socket errors',
      settings: { NOFILE: '64', CONNECTIONS: '100' },
      code: 1,
      message: /\d+ requests answered, [1-9]\d* failed$/m,
    },
    {
      fault: 'a time that wrk does not know',
      settings: { DURATION: '250ms' },
      code: 2,
      message: /DURATION must be whole seconds or minutes, as 5s or 2m, not "250ms"$/m,
    },
    {
      fault: 'a body that the contract does not allow',
      settings: { PAYLOAD_BYTES: '65537' },
      code: 2,
      message: /PAYLOAD_BYTES must be from 100 to 65536, not 65537$/m,
    },
  ])(
    'says what is wrong and exits with $code after $fault',
    async ({ settings, code, message }) => {
      const { exitCode, stderr } = await compose(UP, { ...SHORT, ...settings });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: code });
      expect(stderr).toMatch(message);
    },
    LIMIT_MS,
  );
});
