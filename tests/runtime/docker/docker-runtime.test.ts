import { json as bodyOf } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Program } from '../../../src/build/built-service.ts';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { openDockerRuntime } from '../../../src/runtime/docker/docker-runtime.ts';
import type { NetworkKind } from '../../../src/runtime/docker/network.ts';
import { LaunchError } from '../../../src/runtime/runtime.ts';
import type { Launch, Runtime } from '../../../src/runtime/runtime.ts';
import { fakeEngine, json, silence } from '../../helpers/fake-engine.ts';
import type { Answer, Answers } from '../../helpers/fake-engine.ts';
import { until } from '../../helpers/until.ts';
import { launchOf } from '../launch.ts';

/** An engine that has nothing yet, keeps what it makes, and never ends a container by itself. */
class Contents {
  readonly containers = new Set<string>();
  readonly networks = new Set<string>();
  /** Open files that each container was to have, in the order of their creation; null: none were named. */
  readonly nofile: (number | null)[] = [];

  answers(): Answers {
    const list = (ids: ReadonlySet<string>) => json([...ids].map((Id) => ({ Id })));
    return {
      'GET /images/img/json': json({ Config: { User: 'app' } }),
      'GET /containers/json': (...both) => {
        list(this.containers)(...both);
      },
      'GET /networks': (...both) => {
        list(this.networks)(...both);
      },
      'POST /networks/create': (...both) => {
        this.networks.add('n');
        json({ Id: 'n' }, 201)(...both);
      },
      'GET /networks/n': json({ IPAM: { Config: [{ Gateway: '172.20.0.1' }] } }),
      'DELETE /networks/n': forgetting(this.networks, 'n'),
      'POST /containers/create': (request, response) => {
        void bodyOf(request).then((body) => {
          this.nofile.push(nofileOf(body));
          const Id = `c${this.nofile.length}`;
          this.containers.add(Id);
          json({ Id }, 201)(request, response);
        });
      },
      ...this.#container('c1'),
      ...this.#container('c2'),
      ...this.#container('c3'),
      ...this.#container('c4'),
      ...this.#container('c5'),
    };
  }

  #container(id: string): Answers {
    return {
      [`POST /containers/${id}/attach`]: (_, response) => {
        response.writeHead(200).flushHeaders();
      },
      [`POST /containers/${id}/start`]: json({}, 204),
      [`GET /containers/${id}/json`]: json({
        State: { Pid: 0, StartedAt: '2026-11-25T22:00:00Z' },
        NetworkSettings: { Networks: { some: { IPAddress: '172.20.0.2' } } },
      }),
      [`POST /containers/${id}/wait`]: silence,
      [`DELETE /containers/${id}`]: forgetting(this.containers, id),
    };
  }
}

function forgetting(ids: Set<string>, id: string): Answer {
  return (...both) => {
    ids.delete(id);
    json({}, 204)(...both);
  };
}

function nofileOf(body: unknown): number | null {
  const limits = z.array(z.object({ Name: z.literal('nofile'), Hard: z.number() })).optional();
  const schema = z.object({ HostConfig: z.object({ Ulimits: limits }) });
  return schema.parse(body).HostConfig.Ulimits?.[0]?.Hard ?? null;
}

interface Opened {
  readonly runtime: Runtime;
  readonly contents: Contents;
  readonly notices: string[];
  readonly requests: readonly string[];
}

/** `answers` replace some of an engine that works. */
async function open(network: NetworkKind, answers: Answers = {}): Promise<Opened> {
  const contents = new Contents();
  const { address, requests } = await fakeEngine({ ...contents.answers(), ...answers });
  const engine = await connectEngine({ DOCKER_HOST: address });
  const notices: string[] = [];
  const runtime = openDockerRuntime(engine, {
    run: 'run-1',
    network,
    limits: { memory_bytes: 2 ** 30, nofile: 20_000 },
    onNotice: (message) => notices.push(message),
  });
  return { runtime, contents, notices, requests };
}

const IMAGE: Program = {
  ...{ kind: 'image', image: 'img', entrypoint: null, tty: false, writable: false },
};
const launch = (): Launch => launchOf(IMAGE);

const LAYERS =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
  'runc create failed: unable to start container process: ';
const refusal = (reason: string): Answer => json({ message: LAYERS + reason }, 500);

describe('a limit of open files that the engine refuses', () => {
  const REFUSED = refusal(
    'error setting rlimits for ready process: error setting rlimit type 7: operation not permitted',
  );
  const NOTICE = 'the engine refuses 20000 open files for a container: its own limit holds';

  test('is given up for this container and all later ones, which is said once', async () => {
    const { runtime, contents, notices } = await open('host', {
      'POST /containers/c1/start': REFUSED,
    });
    await runtime.startServer(launch());
    await runtime.startServer(launch());
    expect(contents.nofile).toEqual([20_000, null, null]);
    expect([...contents.containers]).toEqual(['c2', 'c3']);
    expect(notices).toEqual([NOTICE]);
  });

  test('is said once though two containers start at the same time', async () => {
    const { runtime, contents, notices } = await open('host', {
      'POST /containers/c1/start': REFUSED,
      'POST /containers/c2/start': REFUSED,
    });
    await Promise.all([launch(), launch()].map((one) => runtime.startServer(one)));
    expect(contents.nofile).toEqual([20_000, 20_000, null, null]);
    expect([...contents.containers].sort()).toEqual(['c3', 'c4']);
    expect(notices).toEqual([NOTICE]);
  });
});

describe('a container that cannot be started', () => {
  test('is told by its own reason, and removed', async () => {
    const reason = 'exec: "nope": executable file not found in $PATH: unknown';
    const { runtime, contents, notices } = await open('host', {
      'POST /containers/c1/start': refusal(reason),
    });
    const starting = runtime.startServer(launch());
    await expect(starting).rejects.toThrow(LaunchError);
    await expect(starting).rejects.toMatchObject({ message: reason });
    expect([contents.nofile, contents.containers.size, notices]).toEqual([[20_000], 0, []]);
  });

  test('is told when its image is gone', async () => {
    const answers = { 'GET /images/img/json': json({ message: 'No such image: img' }, 404) };
    const { runtime } = await open('host', answers);
    const starting = runtime.startClient(launch(), () => undefined);
    await expect(starting).rejects.toThrow(LaunchError);
    await expect(starting).rejects.toMatchObject({ message: 'No such image: img' });
  });
});

describe('the network of a run', () => {
  test('is made once, by whoever needs it first', async () => {
    const { runtime, contents } = await open('bridge');
    const [reach, server] = await Promise.all([runtime.reach(), runtime.startServer(launch())]);
    expect(reach).toEqual({ listen_host: '0.0.0.0', tool_host: '172.20.0.1' });
    expect(server.host).toBe('172.20.0.2');
    await runtime.close();
    expect([contents.containers.size, contents.networks.size]).toEqual([0, 0]);
  });

  test('is removed even when it was just being made', async () => {
    let goOn: (() => void) | null = null;
    const { runtime, contents, requests } = await open('bridge', {
      'POST /networks/create': (...both) => {
        goOn = () => {
          contents.networks.add('n');
          json({ Id: 'n' }, 201)(...both);
        };
      },
    });
    const starting = expect(runtime.startServer(launch())).rejects.toThrow(LaunchError);
    await until('a network is being made', () => goOn !== null);
    const ending = runtime.killAll();
    const looked = (): number => requests.filter((one) => one === 'GET /networks').length;
    await until('the end has found no network twice', () => looked() === 2);
    (goOn as (() => void) | null)?.();
    await Promise.all([starting, ending]);
    expect(contents.networks.size).toBe(0);
  });

  test('is not made any more after the end', async () => {
    const { runtime, contents } = await open('bridge');
    await runtime.killAll();
    await expect(runtime.startServer(launch())).rejects.toThrow(LaunchError);
    await expect(runtime.reach()).rejects.toThrow(LaunchError);
    expect(contents.networks.size).toBe(0);
  });
});
