import { describe, expect, test } from '@jest/globals';
import type { Program } from '../../../src/build/built-service.ts';
import { OWNER_LABEL, ownMark, RUN_LABEL, SERVICE_LABEL } from '../../../src/host/docker/labels.ts';
import { createOptions, userOf } from '../../../src/runtime/docker/create-options.ts';
import type { ContainerPlace } from '../../../src/runtime/docker/create-options.ts';
import type { Launch } from '../../../src/runtime/runtime.ts';
import { launchOf } from '../launch.ts';

type Image = Extract<Program, { kind: 'image' }>;

const IMAGE: Image = {
  kind: 'image',
  image: 'sha256:1234',
  entrypoint: null,
  tty: false,
  writable: false,
};
const PLACE: ContainerPlace = {
  run: 'run-1',
  network: 'host',
  limits: { memory_bytes: 512 * 2 ** 20, nofile: 20_000 },
};

function options(
  launch: Partial<Launch> = {},
  program: Partial<Image> = {},
  place: Partial<ContainerPlace> = {},
) {
  const launched = launchOf({ ...IMAGE, ...program }, launch);
  return createOptions(launched, { ...PLACE, ...place }, '65532:65532');
}

describe('a container of a service', () => {
  test('has no rights', () => {
    expect(options()).toMatchObject({
      User: '65532:65532',
      HostConfig: {
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        ReadonlyRootfs: true,
        Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=64m' },
      },
    });
    const { HostConfig = {} } = options();
    for (const right of [
      'Privileged',
      'CapAdd',
      'Binds',
      'Mounts',
      'Devices',
      'PidMode',
      'IpcMode',
    ])
      expect(HostConfig).not.toHaveProperty(right);
  });

  test('may write to its root only when its manifest says so', () => {
    expect(options({}, { writable: true }).HostConfig).toMatchObject({ ReadonlyRootfs: false });
  });

  test('is bounded, without swap', () => {
    expect(options().HostConfig).toMatchObject({
      Memory: 512 * 2 ** 20,
      MemorySwap: 512 * 2 ** 20,
      Ulimits: [{ Name: 'nofile', Soft: 20_000, Hard: 20_000 }],
    });
  });

  test('has the open files that the engine gives when none are asked for', () => {
    const limits = { ...PLACE.limits, nofile: null };
    expect(options({}, {}, { limits }).HostConfig).not.toHaveProperty('Ulimits');
  });

  test('is pinned where its side has CPUs of its own', () => {
    expect(options({ cpus: [0, 1, 2, 5] }).HostConfig).toMatchObject({ CpusetCpus: '0-2,5' });
    expect(options({ cpus: null }).HostConfig).not.toHaveProperty('CpusetCpus');
  });

  test('does nothing that would cost CPU beside the service', () => {
    expect(options()).toMatchObject({
      Healthcheck: { Test: ['NONE'] },
      HostConfig: { LogConfig: { Type: 'none', Config: {} } },
    });
  });

  test('ends by signals, for good', () => {
    const { HostConfig = {} } = options();
    expect(HostConfig).toMatchObject({ Init: true, RestartPolicy: { Name: 'no' } });
    expect(HostConfig).not.toHaveProperty('AutoRemove'); // it would lose the exit code
  });

  test.each(['host', 'pairbench-run-1'])('is in the network %s', (network) => {
    const { HostConfig } = options({}, {}, { network });
    expect(HostConfig).toMatchObject({ NetworkMode: network });
    expect(HostConfig).not.toHaveProperty('PortBindings');
    expect(HostConfig).not.toHaveProperty('PublishAllPorts');
  });

  test('carries the marks of the run, its owner and its service', () => {
    expect(options({ service: 'go-gin' }).Labels).toMatchObject({
      [RUN_LABEL]: 'run-1',
      [OWNER_LABEL]: ownMark(),
      [SERVICE_LABEL]: 'go-gin',
    });
  });

  test('has a name of its own, that tells the service', () => {
    const [a, b] = [options({ service: 'go-gin' }), options({ service: 'go-gin' })];
    expect(a.name).toMatch(/^pairbench-go-gin-[0-9a-f]{12}$/);
    expect(a.name).not.toBe(b.name);
  });

  test('runs the image as it is, with the arguments of the launch', () => {
    const { Image, Cmd, Entrypoint, Tty } = options({ args: ['--url', 'http://h'] });
    expect({ Image, Cmd, Entrypoint, Tty }).toEqual({
      Image: 'sha256:1234',
      Cmd: ['--url', 'http://h'],
      Entrypoint: undefined,
      Tty: false,
    });
  });

  test('runs another entrypoint, or on a terminal, when the program says so', () => {
    const entrypoint = ['node', 'x.js'];
    expect(options({}, { entrypoint, tty: true })).toMatchObject({
      Entrypoint: entrypoint,
      Tty: true,
    });
  });

  test('has a fixed locale and its token, and the rest as the launch says', () => {
    const env = { HOST: '0.0.0.0', EMPTY: '' };
    const { Env } = options({ token: 'a'.repeat(32), env });
    const token = `PAIRBENCH_TOKEN=${'a'.repeat(32)}`;
    expect(Env).toEqual(['LC_ALL=C', 'HOST=0.0.0.0', 'EMPTY=', token]);
  });

  test('keeps its token whatever the launch says', () => {
    const { Env } = options({ token: 'b'.repeat(32), env: { PAIRBENCH_TOKEN: 'stolen' } });
    expect(Env).toEqual(['LC_ALL=C', `PAIRBENCH_TOKEN=${'b'.repeat(32)}`]);
  });

  test('is never made of a command of this machine', () => {
    const launch = launchOf({ kind: 'command', words: ['x'], folder: '/' }, { service: 'go-gin' });
    expect(() => createOptions(launch, PLACE, '')).toThrow('go-gin was built as a command');
  });
});

describe('the user of a container', () => {
  test.each([undefined, '', '0', 'root', '0:0', 'root:root', '0:65532', ':5'])(
    'is nobody when the image names %j',
    (user) => {
      expect(userOf(user)).toBe('65532:65532');
    },
  );

  test.each(['65532', '65532:65532', 'node', 'app:app'])('is that of the image, %s', (user) => {
    expect(userOf(user)).toBe(user);
  });
});
