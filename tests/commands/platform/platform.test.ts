import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OptionValues } from '../../../src/commands/option-values.ts';
import type { RawValues } from '../../../src/commands/option-values.ts';
import { choosePlatform } from '../../../src/commands/platform/platform.ts';
import type { Platform } from '../../../src/commands/platform/platform.ts';
import { openSession } from '../../../src/commands/session.ts';
import type { Service } from '../../../src/plan/manifest.ts';
import { fakeEngine, INFO, json, VERSION } from '../../helpers/fake-engine.ts';
import { faultOf } from '../../helpers/fault.ts';
import { stubService } from '../../helpers/service-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const NOWHERE = `unix://${path.join('/nonexistent', 'docker.sock')}`;
const NO_ENGINE = `no Docker engine answers at ${NOWHERE} (ENOENT)`;

const READY = stubService.bind(null, { name: 'ready', files: { Dockerfile: '' } });

function choose(
  flags: RawValues,
  services: readonly Service[],
  address: string,
): Promise<Platform> {
  const env = { DOCKER_HOST: address };
  const values = new OptionValues(flags, env, { name: '', values: {} });
  const { stdout, stderr } = process;
  const session = openSession(
    values,
    { stdout, stderr, env },
    { signal: new AbortController().signal, beforeEndingAtOnce: () => undefined },
  );
  const onNotice = (message: string): void => {
    throw new Error(message);
  };
  return choosePlatform(session, services, { run: 'run-1', onNotice });
}

describe('the runtime that is chosen by itself', () => {
  test('is docker where an engine answers and each service has a Dockerfile', async () => {
    const { address } = await fakeEngine();
    for (const flags of [{}, { runtime: 'auto' }]) {
      const { runtime, about } = await choose(flags, [READY(), READY()], address);
      expect(runtime.name).toBe('docker');
      expect(about).toBe(`docker (engine 24.0.7 at ${address}, host network)`);
    }
  });

  test('is process where none answers, and says why', async () => {
    const { runtime, about } = await choose({}, [READY()], NOWHERE);
    expect([runtime.name, about]).toEqual(['process', `process (${NO_ENGINE})`]);
  });

  test('is process where the engine is not fit, and says why', async () => {
    const { address } = await fakeEngine({
      'GET /version': json({ ...VERSION, ApiVersion: '1.40' }),
    });
    const { runtime, about } = await choose({}, [READY()], address);
    expect([runtime.name, about]).toEqual([
      'process',
      `process (the engine at ${address} speaks API 1.40, 1.41 is needed)`,
    ]);
  });

  test('is process where services lack a Dockerfile, which are named', async () => {
    const { address } = await fakeEngine();
    const services = [stubService({ name: 'a' }), READY(), stubService({ name: 'b' })];
    const { runtime, about } = await choose({}, services, address);
    expect([runtime.name, about]).toEqual(['process', 'process (no Dockerfile: a, b)']);
  });

  test('is no way around a mistake in its options', async () => {
    const { address } = await fakeEngine();
    const { exitCode } = await faultOf(() => choose({ 'docker-memory': '9g' }, [READY()], address));
    expect(exitCode).toBe(2);
  });
});

describe('the runtime process', () => {
  test('is taken when asked for, and no engine is asked', async () => {
    const { address, requests } = await fakeEngine();
    const { runtime, about, notices } = await choose({ runtime: 'process' }, [READY()], address);
    expect([runtime.name, about, notices, requests]).toEqual([
      'process',
      'process (as asked)',
      [],
      [],
    ]);
  });
});

describe('the runtime docker', () => {
  const docker = (flags: RawValues): RawValues => ({ runtime: 'docker', ...flags });

  test('is refused without an engine, with the name of the other runtime', async () => {
    const fault = await faultOf(() => choose({ runtime: 'docker' }, [READY()], NOWHERE));
    expect(fault).toMatchObject({ message: NO_ENGINE, exitCode: 3 });
    expect(fault.hint).toMatch(/, or use --runtime process$/);
  });

  test('is taken when asked for though a service lacks its Dockerfile', async () => {
    const { address } = await fakeEngine({ 'GET /images/json': json([]) });
    const { runtime } = await choose({ runtime: 'docker' }, [stubService()], address);
    expect(runtime.name).toBe('docker');
  });

  test('says which network it uses', async () => {
    const { address } = await fakeEngine();
    const { about } = await choose(docker({ 'docker-network': 'bridge' }), [READY()], address);
    expect(about).toBe(`docker (engine 24.0.7 at ${address}, bridge network)`);
  });

  test.each([
    ['can', true, null],
    ['cannot', false, 'the cpuset controller of the engine'],
  ])('pins where the engine %s', async (_, CPUSet, pinning_lacks) => {
    const { address } = await fakeEngine({ 'GET /info': json({ ...INFO, CPUSet }) });
    const { machine } = await choose({ runtime: 'docker' }, [READY()], address);
    expect(machine).toMatchObject({ pinning_lacks });
  });

  test('refuses more memory than its machine has, and takes all of it', async () => {
    const { address } = await fakeEngine();
    const memory = (size: string) => choose(docker({ 'docker-memory': size }), [READY()], address);
    expect(await faultOf(() => memory('8.5g'))).toMatchObject({
      message: "--docker-memory: 8.5 GiB is more than the engine's machine has, 8.0 GiB",
      hint: 'choose less, or leave it out',
      exitCode: 2,
    });
    expect(await memory('8g')).toMatchObject({ runtime: { name: 'docker' } });
  });

  test.each(['many', '512', '0m'])('refuses memory of %j', async (size) => {
    const { address } = await fakeEngine();
    const choosing = () => choose(docker({ 'docker-memory': size }), [READY()], address);
    expect(await faultOf(choosing)).toMatchObject({
      message: `--docker-memory: "${size}" is not a size such as 512m or 2g`,
      exitCode: 2,
    });
  });

  test.each(['BASE', '=x', '1A=x', 'A B=x', 'A-B=x'])(
    'refuses the build argument %j',
    async (text) => {
      const { address } = await fakeEngine();
      const choosing = () => choose(docker({ 'docker-build-arg': [text] }), [READY()], address);
      expect(await faultOf(choosing)).toMatchObject({
        message: `--docker-build-arg: "${text}" is not NAME=VALUE`,
        hint: 'for example RUNTIME_IMAGE=debian:trixie-slim',
        exitCode: 2,
      });
    },
  );

  test('hands build arguments on, whatever is in their values', async () => {
    const asked: string[] = [];
    const { address } = await fakeEngine({
      'GET /images/json': json([]),
      'POST /build': (request, response) => {
        const { searchParams } = new URL(request.url ?? '', 'http://engine');
        asked.push(searchParams.get('buildargs') ?? '');
        request.on('end', () => response.end('{"error":"enough"}'));
        request.resume();
      },
    });
    const texts = ['IMAGE=a:b@sha256:c', 'EMPTY=', 'FLAGS=-X main.version=2'];
    const flags = docker({ 'docker-build-arg': texts });
    const env = tempFolder();
    const platform = await choose({ ...flags, 'cache-dir': env }, [READY()], address);
    expect(await platform.prepare([READY()], () => undefined)).toEqual([]);
    expect(asked.map((text) => JSON.parse(text) as unknown)).toEqual([
      { IMAGE: 'a:b@sha256:c', EMPTY: '', FLAGS: '-X main.version=2' },
    ]);
  });
});
