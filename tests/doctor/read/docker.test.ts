import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readDocker } from '../../../src/doctor/read/docker.ts';
import { fakeEngine } from '../../helpers/fake-engine.ts';
import { fakeTool } from '../../helpers/fake-tools.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const realPath = process.env.PATH;

beforeEach(() => {
  // Whatever is on this machine is out of the way: only what a test puts there is found.
  process.env.PATH = '';
});

afterEach(() => {
  process.env.PATH = realPath;
});

const NO_PLUGIN = `echo "docker: 'compose' is not a docker command." >&2; exit 1`;

const nowhere = (): NodeJS.ProcessEnv => ({
  DOCKER_HOST: `unix://${path.join(tempFolder(), 'none.sock')}`,
});

describe('the engine', () => {
  test('is found on its socket, with or without the command', async () => {
    const { address } = await fakeEngine();
    const engine = { answers: true, version: '24.0.7', address, can_pin: true };
    expect(await readDocker({ DOCKER_HOST: address })).toEqual({
      command: false,
      engine,
      compose: null,
    });
    fakeTool('docker', NO_PLUGIN);
    expect(await readDocker({ DOCKER_HOST: address })).toEqual({
      command: true,
      engine,
      compose: null,
    });
  });

  test('may be absent', async () => {
    expect(await readDocker(nowhere())).toMatchObject({
      command: false,
      engine: {
        answers: false,
        reason: expect.stringMatching(/^no Docker engine answers at .* \(ENOENT\)$/),
      },
    });
  });
});

describe('Compose', () => {
  test('is a command of its own in 1.x', async () => {
    fakeTool('docker', NO_PLUGIN);
    fakeTool('docker-compose', 'echo 1.29.2');
    expect((await readDocker(nowhere())).compose).toEqual({
      spelling: 'docker-compose',
      version: '1.29.2',
    });
  });

  test('is the plugin where both are there', async () => {
    fakeTool('docker', '[ "$*" = "compose version --short" ] && echo v2.29.7');
    fakeTool('docker-compose', 'echo 1.29.2');
    expect((await readDocker(nowhere())).compose).toEqual({
      spelling: 'docker compose',
      version: '2.29.7',
    });
  });

  test('that prints something else is none', async () => {
    fakeTool('docker', 'echo "Usage: docker [OPTIONS] COMMAND"');
    expect((await readDocker(nowhere())).compose).toBeNull();
  });
});
