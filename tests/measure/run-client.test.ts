import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Program } from '../../src/build/built-service.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { clientEventSchema } from '../../src/measure/client-events.ts';
import { ClientFault, ClientProtocol } from '../../src/measure/client-protocol.ts';
import { longestSilenceMs, runClient } from '../../src/measure/run-client.ts';
import type { RunningClient, UsageSnapshot } from '../../src/runtime/runtime.ts';
import { measureContext } from '../helpers/measure-context.ts';
import { stubService } from '../helpers/service-folder.ts';
import { FakeMachine } from '../runtime/fake/fake-machine.ts';
import { fakeMaker, FakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { burn, complain, exit, FOREVER, say, wait } from '../runtime/script.ts';

const { program } = fakeMaker;
const SETTINGS = {
  ...{ url: 'http://10.0.1.1:80', connections: 1, threads: 1, warmup_ms: 0, duration_ms: 100 },
  ...{ requests: null, rate_per_s: null, payload_bytes: 200, timeout_ms: 1000, keep_alive: true },
};

/** What the stub client prints, up to its window, in the window, and at its end. */
function eventsOfRun(): { begin: string; end: string } {
  const text = readFileSync('tests/fixtures/services/clients/stub-client/events.jsonl', 'utf8')
    .replace('$SETTINGS', JSON.stringify(SETTINGS))
    .replace('$PID', '1');
  const [begin = '', end = ''] = text.split('{"event":"measuring"}\n');
  return { begin: `${begin}{"event":"measuring"}\n`, end };
}

/** Runs this program on a machine whose time is virtual. */
function startRun(program: Program, onLine: (line: string) => void = () => undefined) {
  const machine = new FakeMachine();
  const context = { ...measureContext(), runtime: new FakeRuntime(machine) };
  const built = {
    ...{ service: stubService({ kind: 'client' }), build_id: 'b', verdict_file: '', versions: {} },
    program,
  };
  const watched: { running: RunningClient | null } = { running: null };
  const finished = runClient(built, [], 'r1', context, {
    onStart: (started) => {
      watched.running = started;
    },
    onLine,
    givenUp: new Promise<never>(() => undefined),
  });
  return { machine, context, watched, finished };
}

describe('running a client', () => {
  it('reads its events as they come: a window of an hour, half of it busy', async () => {
    const { begin, end } = eventsOfRun();
    const snapshots: Promise<UsageSnapshot | undefined>[] = [];
    const look = (): void => void snapshots.push(Promise.resolve(run.watched.running?.usage()));
    const protocol = new ClientProtocol(clientEventSchema, {
      ...{ onMeasuring: look, onWindowEnd: look },
    });
    const script = [say(begin), wait(1_800_000), burn(1_800_000), say(end)];
    const run = startRun(program(script), (line) => {
      protocol.line(line);
    });
    await run.finished;
    expect(protocol.finish().result.requests.window).toBe(20);
    const [before, after] = await Promise.all(snapshots);
    expect((after?.at_ns ?? 0) - (before?.at_ns ?? 0)).toBe(3_600e9);
    expect((after?.cpu_ns ?? 0) - (before?.cpu_ns ?? 0)).toBe(1_800e9);
  });

  it('names the exit code and the last words of one that ends with a fault', async () => {
    const { begin } = eventsOfRun();
    const { finished } = startRun(program([say(begin), complain('first\nout of luck\n'), exit(9)]));
    await expect(finished).rejects.toThrow(
      new ClientFault('it ended with exit code 9: out of luck'),
    );
  });

  it('ends one whose line is refused, with all that it has started', async () => {
    const { machine, watched, finished } = startRun(
      program([{ kind: 'start-child', script: [FOREVER] }, say('hello\n'), FOREVER]),
      () => {
        expect(machine.living()).toHaveLength(2);
        throw new ClientFault('refused');
      },
    );
    await expect(finished).rejects.toThrow(new ClientFault('refused'));
    expect(machine.living()).toEqual([]);
    expect(await watched.running?.exited).toMatchObject({ signal: 'SIGTERM' });
  });

  it('takes a refused last line for a fault, though the client ended well', async () => {
    const { finished } = startRun(program([say('hello')]), () => {
      throw new ClientFault('refused');
    });
    await expect(finished).rejects.toThrow(new ClientFault('refused'));
  });

  it('ends it when the run is interrupted', async () => {
    const { machine, context, finished } = startRun(program([say('hello\n'), FOREVER]), () => {
      context.controller.abort();
    });
    await expect(finished).rejects.toThrow(Interrupted);
    expect(machine.living()).toEqual([]);
  });

  it('names a program that is missing, and leaves no timer that would go off later', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const { finished } = startRun(fakeMaker.missing('/nowhere/client'));
    await expect(finished).rejects.toThrow(new ClientFault('binary missing: /nowhere/client'));
    expect(timers()).toBe(before);
  });
});

describe('the longest silence of a client', () => {
  const { settings } = measureContext({ warmup_ms: 500, duration_ms: 60_000, timeout_ms: 2000 });

  it('is that of one request', () => {
    expect(longestSilenceMs(stubService({ kind: 'client' }), settings)).toBe(7000);
  });

  it('is that of the whole run for a load-only one, which tells its counts at the end', () => {
    const client = stubService({ kind: 'client', manifest: { kind: 'load-only' } });
    expect(longestSilenceMs(client, settings)).toBe(67_500);
  });
});
