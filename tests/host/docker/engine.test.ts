import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connectEngine, engineStatus, engineText } from '../../../src/host/docker/engine.ts';
import { EngineFault } from '../../../src/host/docker/engine-fault.ts';
import type { UserError } from '../../../src/host/user-error.ts';
import {
  fakeEngine,
  fakeRemoteEngine,
  INFO,
  json,
  silence,
  VERSION,
} from '../../helpers/fake-engine.ts';
import type { Answer, Answers } from '../../helpers/fake-engine.ts';
import { faultOf } from '../../helpers/fault.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';
import { until } from '../../helpers/until.ts';

const START_ONE =
  'start one (sudo systemctl start docker) or set DOCKER_HOST, or use --runtime process';

const own = process.env.DOCKER_HOST;

/** The client library reads it from the process, not from what is handed over. */
function setHost(address: string | undefined): void {
  if (address === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = address;
}

beforeEach(() => {
  setHost(undefined);
});
afterAll(() => {
  setHost(own);
});

async function refusal(env: NodeJS.ProcessEnv): Promise<UserError> {
  const fault = await faultOf(() => connectEngine(env));
  expect(fault).toBeInstanceOf(EngineFault);
  expect(fault.exitCode).toBe(3);
  expect(fault.hint).toMatch(/use --runtime process$/);
  return fault;
}

describe('an engine that can be used', () => {
  test('is described as it says', async () => {
    const { address } = await fakeEngine();
    expect(await connectEngine({ DOCKER_HOST: address })).toMatchObject({
      address,
      version: '24.0.7',
      api_version: '1.43',
      cpus: 4,
      memory_bytes: 8 * 2 ** 30,
      can_pin: true,
      cgroup_version: '2',
    });
  });

  test('need not say all of it', async () => {
    const { NCPU, MemTotal, OSType } = INFO;
    const { address } = await fakeEngine({ 'GET /info': json({ NCPU, MemTotal, OSType }) });
    const engine = await connectEngine({ DOCKER_HOST: address });
    expect(engine).toMatchObject({ can_pin: false, cgroup_version: '1' });
  });

  test('is of API 1.41 at least', async () => {
    const answers = { 'GET /version': json({ ...VERSION, ApiVersion: '1.41' }) };
    const { address } = await fakeEngine(answers);
    expect(await connectEngine({ DOCKER_HOST: address })).toMatchObject({ api_version: '1.41' });
  });

  test.each([
    ['with tcp://', (address: string) => address],
    ['without', (address: string) => address.replace('tcp://', '')],
  ])('may be reached by TCP, in DOCKER_HOST %s', async (_, form) => {
    const engine = await fakeRemoteEngine();
    setHost(form(engine.address));
    expect(await connectEngine(process.env)).toMatchObject({ address: form(engine.address) });
    expect(engine.requests).toEqual(['GET /_ping', 'GET /version', 'GET /info']);
  });

  test('may be that of a docker context', async () => {
    const { address } = await fakeEngine();
    expect(await connectEngine(contextOf(address))).toMatchObject({ address });
  });
});

function contextOf(Host: string): NodeJS.ProcessEnv {
  const DOCKER_CONFIG = tempFolder();
  const id = createHash('sha256').update('mine').digest('hex');
  const meta = JSON.stringify({ Endpoints: { docker: { Host } } });
  writeInto(DOCKER_CONFIG, `contexts/meta/${id}/meta.json`, meta);
  return { DOCKER_CONFIG, DOCKER_CONTEXT: 'mine' };
}

describe('an engine that cannot be reached', () => {
  test('has no socket', async () => {
    const address = `unix://${path.join(tempFolder(), 'docker.sock')}`;
    expect(await refusal({ DOCKER_HOST: address })).toMatchObject({
      message: `no Docker engine answers at ${address} (ENOENT)`,
      hint: START_ONE,
    });
  });

  test('has left its socket behind', async () => {
    const file = path.join(tempFolder(), 'docker.sock');
    const server = createServer();
    await once(server.listen(file), 'listening');
    // Closing it would remove the file: another name is what a killed engine leaves.
    renameSync(file, `${file}.left`);
    await new Promise((closed) => server.close(closed));
    const fault = await refusal({ DOCKER_HOST: `unix://${file}.left` });
    expect(fault.message).toMatch(/^no Docker engine answers at .* \(ECONNREFUSED\)$/);
  });

  test('is one that this user may not use', async () => {
    const { address } = await fakeEngine();
    const file = address.slice('unix://'.length);
    chmodSync(file, 0o000);
    const fault = await asNobody(() => refusal({ DOCKER_HOST: address }));
    expect(fault).toMatchObject({
      message: `you may not use the Docker engine at ${address}: permission denied`,
      hint: 'join its group (sudo usermod -aG docker $USER, then log in again), or use --runtime process',
    });
  });

  test('refuses the connection', async () => {
    setHost('tcp://127.0.0.1:1');
    expect(await refusal(process.env)).toMatchObject({
      message: 'no Docker engine answers at tcp://127.0.0.1:1 (ECONNREFUSED)',
    });
  });

  test('is silent: it is left alone after 3 s', async () => {
    let isClosed = false;
    const ping: Answer = (request) => {
      request.socket.on('close', () => {
        isClosed = true;
      });
    };
    const { address } = await fakeEngine({ 'GET /_ping': ping });
    expect(await refusal({ DOCKER_HOST: address })).toMatchObject({
      message: `no Docker engine answers at ${address} (silent for 3 s)`,
      hint: START_ONE,
    });
    // An open connection would keep the tool from ending.
    await until('its connection is closed', () => isClosed);
  });

  test('falls silent: it is left alone after 10 s', async () => {
    const { address } = await fakeEngine({ 'GET /info': silence });
    expect(await refusal({ DOCKER_HOST: address })).toMatchObject({
      message: `no Docker engine answers at ${address} (silent for 10 s)`,
    });
  });

  test.each([
    [':::', 'DOCKER_HOST=::: cannot be used: '],
    ['tcp://h:99999999', 'DOCKER_HOST=tcp://h:99999999 cannot be used: '],
  ])('has the address %s, which is none', async (address, start) => {
    setHost(address);
    const fault = await refusal(process.env);
    expect(fault.message.slice(0, start.length)).toBe(start);
    expect(fault.hint).toBe('set it to unix://PATH or tcp://HOST:PORT, or use --runtime process');
  });

  test('is one of another machine, in a docker context', async () => {
    expect(await refusal(contextOf('ssh://me@there'))).toMatchObject({
      message: 'the engine of the chosen docker context, ssh://me@there, is not on this machine',
      hint: 'choose a local one by "docker context use", or use --runtime process',
    });
  });
});

/** Root may use any socket. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('an engine that is not fit', () => {
  const OLD = 'update Docker to 20.10 or newer, or use --runtime process';
  const LINUX = 'switch it to Linux containers, or use --runtime process';
  const speaks = (api: string) => `speaks API ${api}, 1.41 is needed`;

  test.each<[string, Answers, string, string]>([
    ['too old', { 'GET /version': json({ ...VERSION, ApiVersion: '1.40' }) }, speaks('1.40'), OLD],
    [
      'much too old',
      { 'GET /version': json({ ...VERSION, ApiVersion: '1.9' }) },
      speaks('1.9'),
      OLD,
    ],
    ['odd', { 'GET /version': json({ ...VERSION, ApiVersion: 'new' }) }, speaks('new'), OLD],
    [
      'one of Windows containers',
      { 'GET /info': json({ ...INFO, OSType: 'windows' }) },
      'runs windows containers',
      LINUX,
    ],
  ])('is %s', async (_, answers, what, hint) => {
    const { address } = await fakeEngine(answers);
    const message = `the engine at ${address} ${what}`;
    expect(await refusal({ DOCKER_HOST: address })).toMatchObject({ message, hint });
  });

  const broken = json({ message: 'starting up' }, 500);

  test.each<[string, Answers, string]>([
    ['is still starting', { 'GET /_ping': broken }, 'starting up'],
    ['cannot say its version', { 'GET /version': broken }, 'starting up'],
    ['cannot describe itself', { 'GET /info': broken }, 'starting up'],
    ['is none', { 'GET /info': json({ hello: 'world' }) }, 'what answers is something else'],
    [
      'has no version',
      { 'GET /version': (_, response) => response.end('<html>') },
      'what answers is something else',
    ],
  ])('%s', async (_, answers, why) => {
    const { address } = await fakeEngine(answers);
    expect(await refusal({ DOCKER_HOST: address })).toMatchObject({
      message: `no Docker engine answers at ${address} (${why})`,
      hint: START_ONE,
    });
  });
});

describe('what an engine says', () => {
  test('is told without the wrapping of the client library', async () => {
    const { address } = await fakeEngine({
      'GET /images/no/json': json({ message: 'No such image: no' }, 404),
    });
    const { docker } = await connectEngine({ DOCKER_HOST: address });
    const error = await docker
      .getImage('no')
      .inspect()
      .catch((reason: unknown) => reason);
    expect([engineStatus(error), engineText(error)]).toEqual([404, 'No such image: no']);
  });

  test('is not taken from other errors', () => {
    expect([engineStatus(new Error('x')), engineText(new Error('x'))]).toEqual([null, 'x']);
    expect([engineStatus(null), engineText('text')]).toEqual([null, 'text']);
  });
});
