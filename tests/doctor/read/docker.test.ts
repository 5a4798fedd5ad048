import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readDocker } from '../../../src/doctor/read/docker.ts';
import { fakeTool } from '../../helpers/fake-tools.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const realPath = process.env.PATH;
let server: Server | null = null;

beforeEach(() => {
  // Whatever is on this machine is out of the way: only what a test puts there is found.
  process.env.PATH = '';
});

afterEach(() => {
  process.env.PATH = realPath;
  server?.close();
  server = null;
});

/** `docker` prints `engine` for `version`, and is followed by `compose` for that word. */
function fakeDocker(engine: string, compose: string): void {
  fakeTool('docker', `if [ "$1" = compose ]; then ${compose}; else ${engine}; fi`);
}

const NO_PLUGIN = `echo "docker: 'compose' is not a docker command." >&2; exit 1`;
const nowhere = (): NodeJS.ProcessEnv => ({
  DOCKER_HOST: `unix://${path.join(tempFolder(), 'none.sock')}`,
});

/** The variable that leads to an engine which answers with `body`. */
async function fakeEngine(body: string): Promise<NodeJS.ProcessEnv> {
  const socket = path.join(tempFolder(), 'docker.sock');
  server = createServer((request, response) => {
    response.end(request.url === '/version' ? body : '{}');
  });
  server.listen(socket);
  await once(server, 'listening');
  return { DOCKER_HOST: `unix://${socket}` };
}

describe('the engine', () => {
  test('is asked by the command', async () => {
    fakeDocker('echo "26.1.5 $*"', 'echo 2.26.1-4');
    expect(await readDocker(nowhere())).toEqual({
      command: true,
      engine: { state: 'answers', version: '26.1.5 version --format {{.Server.Version}}' },
      compose: { spelling: 'docker compose', version: '2.26.1-4' },
    });
  });

  test('that does not answer says why', async () => {
    fakeDocker('echo; echo "Cannot connect to the Docker daemon" >&2; exit 1', NO_PLUGIN);
    expect((await readDocker(nowhere())).engine).toEqual({
      state: 'silent',
      reason: 'Cannot connect to the Docker daemon',
    });
  });

  test('answers on its socket where there is no command', async () => {
    const env = await fakeEngine('{"Version":"27.0.1","ApiVersion":"1.46"}');
    expect(await readDocker(env)).toEqual({
      command: false,
      engine: { state: 'answers', version: '27.0.1' },
      compose: null,
    });
  });

  test('may be something else that answers on the socket', async () => {
    const env = await fakeEngine('{"message":"no"}');
    expect((await readDocker(env)).engine.state).toBe('silent');
  });

  test('may have left a socket where nobody listens', async () => {
    const socket = writeInto(tempFolder(), 'docker.sock', '');
    const { engine } = await readDocker({ DOCKER_HOST: `unix://${socket}` });
    expect(engine).toMatchObject({
      state: 'silent',
      reason: expect.stringMatching(/ECONNREFUSED|ENOTSOCK/),
    });
  });

  test('may be absent', async () => {
    expect(await readDocker(nowhere())).toEqual({
      command: false,
      engine: { state: 'absent' },
      compose: null,
    });
  });
});

describe('Compose', () => {
  test('is a command of its own in 1.x', async () => {
    fakeDocker('echo 20.10.24', NO_PLUGIN);
    fakeTool('docker-compose', 'echo 1.29.2');
    expect((await readDocker(nowhere())).compose).toEqual({
      spelling: 'docker-compose',
      version: '1.29.2',
    });
  });

  test('is the plugin where both are there', async () => {
    fakeDocker('echo 26.1.5', 'echo v2.29.7');
    fakeTool('docker-compose', 'echo 1.29.2');
    expect((await readDocker(nowhere())).compose).toEqual({
      spelling: 'docker compose',
      version: '2.29.7',
    });
  });

  test('that prints something else is none', async () => {
    fakeDocker('echo 26.1.5', 'echo "Usage: docker [OPTIONS] COMMAND"');
    expect((await readDocker(nowhere())).compose).toBeNull();
  });
});
