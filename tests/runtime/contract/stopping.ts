/** How every runtime ends what it has started. */
import { describe, expect, it } from '@jest/globals';
import type { Running } from '../../../src/runtime/runtime.ts';
import { exit, FOREVER, READY_FOREVER, say } from '../script.ts';
import type { Script } from '../script.ts';
import type { Subject } from '../subject.ts';
import { benchFor } from './bench.ts';

const LIMIT_MS = 20_000;
const STUBBORN: Script = [{ kind: 'ignore-sigterm' }, say('ready\n'), FOREVER];
/** The last one started says that all are there. */
const WITH_GRANDCHILDREN: Script = [
  { kind: 'start-child', script: STUBBORN.filter(({ kind }) => kind !== 'print') },
  { kind: 'start-child', script: [say('ready\n'), FOREVER] },
  FOREVER,
];

/** Either it is not started at all, or it ends without being asked to. */
async function comesToNothing(starting: Promise<Running>): Promise<void> {
  const [outcome] = await Promise.allSettled([starting]);
  if (outcome.status === 'fulfilled') await outcome.value.exited;
}

export function stoppingContract(subject: Subject): void {
  describe('stopping', () => {
    const bench = benchFor(subject);

    it('is done by SIGTERM, which is said', async () => {
      const running = await bench.server(bench.launch(READY_FOREVER));
      await running.firstLine(LIMIT_MS);
      expect(await running.stop()).toBe('SIGTERM');
      expect(await running.exited).toEqual({ code: null, signal: 'SIGTERM', note: null });
    });

    it('is done by SIGKILL where SIGTERM is ignored, which is said', async () => {
      const launch = bench.launch(STUBBORN);
      const running = await bench.server(launch);
      await running.firstLine(LIMIT_MS);
      expect(await running.stop()).toMatch(/^SIGKILL, /);
      expect((await running.exited).signal).toBe('SIGKILL');
      expect(bench.survivors(launch.token)).toBe(0);
    });

    it('ends grandchildren in sessions of their own too', async () => {
      const launch = bench.launch(WITH_GRANDCHILDREN);
      const running = await bench.server(launch);
      await running.firstLine(LIMIT_MS);
      expect(bench.survivors(launch.token)).toBeGreaterThanOrEqual(3);
      await running.stop();
      expect(bench.survivors(launch.token)).toBe(0);
    });

    it('leaves nothing of a client either, and ends its lines', async () => {
      const launch = bench.launch(WITH_GRANDCHILDREN);
      const { client } = await bench.client(launch);
      await client.stop();
      await client.drained;
      expect(bench.survivors(launch.token)).toBe(0);
    });

    it('can be asked for twice, at the same time and later', async () => {
      const running = await bench.server(bench.launch(READY_FOREVER));
      await running.firstLine(LIMIT_MS);
      const answers = [
        ...(await Promise.all([running.stop(), running.stop()])),
        await running.stop(),
      ];
      for (const how of answers) expect(how).toMatch(/^(SIGTERM|had ended before)$/);
      expect(answers[0]).toBe('SIGTERM');
      expect(await running.exited).toMatchObject({ signal: 'SIGTERM' });
    });

    it('does nothing to what has ended', async () => {
      const running = await bench.server(bench.launch([exit(0)]));
      await running.exited;
      expect(await running.stop()).toBe('had ended before');
      expect(await running.stop()).toBe('had ended before');
    });
  });

  describe('ending all', () => {
    const bench = benchFor(subject);

    it('ends servers, clients and what they have started', async () => {
      const launches = [bench.launch(WITH_GRANDCHILDREN), bench.launch(STUBBORN)] as const;
      const server = await bench.server(launches[0]);
      const { client } = await bench.client(launches[1]);
      await server.firstLine(LIMIT_MS);
      await bench.runtime().killAll();
      for (const { token } of launches) expect(bench.survivors(token)).toBe(0);
      expect(await server.exited).toMatchObject({ signal: 'SIGKILL' });
      expect(await client.exited).toMatchObject({ signal: 'SIGKILL' });
      await client.drained;
    });

    it('catches what has just been asked for', async () => {
      const launch = bench.launch(STUBBORN);
      const starting = bench.server(launch);
      await Promise.all([bench.runtime().killAll(), comesToNothing(starting)]);
      expect(bench.survivors(launch.token)).toBe(0);
    });

    it('catches what is just being started', async () => {
      const launches = Array.from({ length: 5 }, () => bench.launch(STUBBORN));
      const starting = launches.map(bench.server);
      const outcomes = Promise.all(starting.map(comesToNothing));
      await Promise.race(starting);
      await bench.runtime().killAll();
      await outcomes;
      for (const { token } of launches) expect(bench.survivors(token)).toBe(0);
    });

    it('lets nothing be started afterwards', async () => {
      const [server, client] = [bench.launch(READY_FOREVER), bench.launch(READY_FOREVER)];
      await bench.runtime().killAll();
      await comesToNothing(bench.server(server));
      await comesToNothing(bench.client(client).then((started) => started.client));
      for (const { token } of [server, client]) expect(bench.survivors(token)).toBe(0);
    });
  });

  describe('sweeping and closing', () => {
    const bench = benchFor(subject);

    it('leaves alone what this tool has just started', async () => {
      const launch = bench.launch(READY_FOREVER);
      const running = await bench.server(launch);
      await running.firstLine(LIMIT_MS);
      await bench.runtime().sweepLeftovers();
      expect(bench.survivors(launch.token)).toBeGreaterThan(0);
    });

    it('can be closed when all has been stopped, and unused', async () => {
      const used = await bench.open();
      const running = await used.startServer(bench.launch(READY_FOREVER));
      await running.stop();
      await used.close();
      await (await bench.open()).close();
    });
  });
}
