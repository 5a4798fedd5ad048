import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { buildSeveral } from '../../src/build/build-several.ts';
import type { BuiltService } from '../../src/build/built-service.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { stubService } from '../helpers/service-folder.ts';

const NEVER = new AbortController().signal;

function built(service: Service): BuiltService {
  const program = { kind: 'command', words: ['x'], folder: '/' } as const;
  return { service, build_id: 'id', program, verdict_file: '/v', versions: {} };
}

const services = (...names: string[]): Service[] => names.map((name) => stubService({ name }));
const namesOf = (all: readonly BuiltService[]): string[] => all.map(({ service }) => service.name);

/** Ends by an interruption alone. */
function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Interrupted());
    });
  });
}

describe('several builds', () => {
  test('are two at a time, and come in the order asked for', async () => {
    let running = 0;
    let most = 0;
    const turns: Record<string, number> = { a: 9, b: 1, c: 1, d: 5, e: 1 };
    const all = await buildSeveral(services('a', 'b', 'c', 'd', 'e'), NEVER, async (service) => {
      most = Math.max(most, (running += 1));
      for (let turn = 0; turn < (turns[service.name] ?? 0); turn += 1) await nextTurn();
      running -= 1;
      return built(service);
    });
    expect(namesOf(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
  });

  test('leave out what gives nothing', async () => {
    const all = await buildSeveral(services('a', 'b', 'c'), NEVER, (service) =>
      Promise.resolve(service.name === 'b' ? null : built(service)),
    );
    expect(namesOf(all)).toEqual(['a', 'c']);
  });

  test('are nothing where nothing is asked for', async () => {
    const none = () => Promise.reject(new Error('nothing is to be built'));
    expect(await buildSeveral([], NEVER, none)).toEqual([]);
  });

  test('are all ended by the fault of one, which is told when they have ended', async () => {
    const ended: string[] = [];
    const begun: string[] = [];
    const building = buildSeveral(
      services('long', 'bad', 'later'),
      NEVER,
      async (service, signal) => {
        begun.push(service.name);
        if (service.name === 'bad') throw new Error('a fault');
        await until(signal).finally(async () => {
          await nextTurn();
          ended.push(service.name);
        });
        return built(service);
      },
    );
    await expect(building).rejects.toThrow('a fault');
    expect([begun, ended]).toEqual([['long', 'bad'], ['long']]);
  });

  test('are all ended by an interruption', async () => {
    const controller = new AbortController();
    const building = buildSeveral(services('a', 'b', 'c'), controller.signal, (_, signal) =>
      until(signal),
    );
    await nextTurn();
    controller.abort();
    await expect(building).rejects.toThrow(Interrupted);
  });
});
