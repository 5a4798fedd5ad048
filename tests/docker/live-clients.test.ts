/** A client in a container that ends with an exit code of its own. */
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { addService } from './live-services.ts';
import { LIMIT_MS, liveFolder } from './live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');

/** Keeps the contract in the check, but not in a run with this time-out. */
const UNLUCKY = `case "$*" in *'--timeout 7777ms'*) echo 'out of luck' >&2; exit 7 ;; esac
exec node /app/main.mjs "$@"
`;

describe('a client that ends with 7', () => {
  it(
    'is named with its exit code and last words',
    async () => {
      addService(services, 'server', 'node-http', 'node-http', {});
      addService(services, 'client', 'node-undici', 'unlucky', {
        files: { 'unlucky.sh': UNLUCKY },
        dockerfile: 'COPY unlucky.sh /app/\nENTRYPOINT ["sh", "/app/unlucky.sh"]\n',
      });
      const pair = ['--services', services, '-s', 'node-http', '-k', 'unlucky'];
      const load = ['-c', '4', '-n', '100', '--rounds', '1', '--timeout', '7777ms', '--json'];
      const outcome = await live.start([...pair, ...load]).ended;
      expect(outcome.exitCode).toBe(4);
      const [cell] = resultOf(outcome).cells;
      expect(cell).toMatchObject({ status: 'failed', client: 'unlucky' });
      expect(cell?.reasons.join()).toContain('it ended with exit code 7: out of luck');
    },
    LIMIT_MS,
  );
});
