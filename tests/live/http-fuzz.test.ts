/** Servers under requests that nobody sends on purpose: they live on, count right, and keep what they owe. */
import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { ProcessFamily } from '../../src/host/process-family.ts';
import { OpenFilesReader } from '../../src/host/open-files.ts';
import { startServer } from '../../src/measure/start-server.ts';
import { seeded } from '../../simulate/random.ts';
import { ATTACKS } from '../http-fuzz/attacks.ts';
import { carryOutAll, openIdle } from '../http-fuzz/carry-out.ts';
import { requestOf } from '../http-fuzz/requests.ts';
import { fine } from '../http-fuzz/attack.ts';
import { randomAttacks } from '../http-fuzz/random-attacks.ts';
import { fixtureService } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';
import { realService } from '../helpers/real-service.ts';
import { until } from '../helpers/until.ts';

const SEED = 8;
const RANDOM_ATTACKS = 250;
const IDLE = 200;
const BUILD_LIMIT_MS = 10 * 60_000;

function filesOf(pid: number): number {
  const files = new OpenFilesReader();
  return new ProcessFamily(pid).pids().reduce((sum, one) => sum + (files.read(one)?.fds ?? 0), 0);
}

const SERVERS: readonly (readonly [string, () => Promise<BuiltService>])[] = [
  ...['rust-actix', 'go-gin', 'python-fastapi', 'reference'].map(
    (name) => [name, () => realService('server', name)] as const,
  ),
  ['stub-server', () => fixtureService('server', 'stub-server')],
];

describe('malformed requests, slow ones, cut ones and idle connections', () => {
  it.each(SERVERS)(
    'leave %s alive, with right counts, and connections as the contract has them',
    async (_, build) => {
      const server = await startServer(await build(), 't', measureContext());
      try {
        const { port, control } = server;
        const before = await control.stats();
        const files_before = filesOf(before.pid);
        const idle = await openIdle(IDLE, port);
        const random = randomAttacks(seeded(SEED), RANDOM_ATTACKS);
        const { taken, lost, faults } = await carryOutAll([...ATTACKS, ...random], port);
        const after = await carryOutAll([fine('an order afterwards', 1, requestOf())], port);
        expect([...faults, ...after.faults]).toEqual([]);
        expect(idle.kept()).toBe(IDLE);
        const stats = await control.stats();
        expect(stats.pid).toBe(before.pid);
        const counted = stats.total_requests - before.total_requests;
        expect(counted).toBeGreaterThanOrEqual(taken + after.taken);
        expect(counted).toBeLessThanOrEqual(taken + after.taken + lost);
        expect(stats.connections_accepted - before.connections_accepted).toBe(
          IDLE + ATTACKS.length + RANDOM_ATTACKS + 1,
        );
        idle.end();
        await until('it has closed what is gone', () => filesOf(before.pid) <= files_before);
      } finally {
        expect(await server.stop()).toBe('SIGTERM');
      }
    },
    BUILD_LIMIT_MS,
  );
});
