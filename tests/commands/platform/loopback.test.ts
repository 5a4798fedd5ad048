import { describe, expect, test } from '@jest/globals';
import { refuseLoopback } from '../../../src/commands/platform/loopback.ts';
import { faultOf } from '../../helpers/fault.ts';

function refusing(url: string): Promise<void> {
  return refuseLoopback([{ name: 'mine', kind: 'server', url, process: null }]);
}

describe('for containers on a bridge, a server', () => {
  test.each([
    'http://127.0.0.1:8000',
    'http://127.9.9.9:8000',
    'http://localhost:8000',
    'http://0.0.0.0:8000',
    'http://[::1]:8000',
    'http://[::]:8000',
    'http://[::ffff:127.0.0.1]:8000',
  ])('at %s is refused', async (url) => {
    const { message, hint, exitCode } = await faultOf(() => refusing(url));
    expect(message).toBe(
      `--server-url: mine (${url}) is on the loopback of this machine, ` +
        'which containers on a bridge do not reach',
    );
    expect(hint).toMatch(/--docker-network host/);
    expect(exitCode).toBe(2);
  });

  test.each(['http://192.0.2.7:8000', 'http://[fd00::7]:8000', 'http://nobody.invalid:8000'])(
    'at %s may be reached',
    async (url) => {
      await expect(refusing(url)).resolves.toBeUndefined();
    },
  );
});
