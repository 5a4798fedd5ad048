/** The adapter of ab by itself, with the real ab: what it sends, what it prints, how it ends. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { ProcessFamily } from '../../src/host/process-family.ts';
import { identify, isRunning } from '../../src/host/process-table.ts';
import { loadOnlyEventSchema } from '../../src/measure/client-events.ts';
import type { AnyClientEvent } from '../../src/measure/client-events.ts';
import { ClientProtocol } from '../../src/measure/client-protocol.ts';
import { until } from '../helpers/until.ts';

const MAIN = path.resolve('services/clients/ab/main.mjs');
const SHORT = ['--connections', '2', '--warmup', '0s', '--duration', '1s', '--format', 'json'];

interface Order {
  readonly request: IncomingMessage;
  readonly body: string;
}

let server: Server;
let url: string;
let orders: Order[];
let status: number;
/** As a server does that knows no keep-alive in HTTP/1.0. */
let closes: boolean;
let left: readonly string[];

const bodies = (): string[] =>
  readdirSync(os.tmpdir()).filter((name) => name.startsWith('pairbench-ab-'));

beforeEach(async () => {
  [orders, status, closes, left] = [[], 200, false, bodies()];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (orders.length < 1000) orders.push({ request, body });
      response.writeHead(status, closes ? {} : { 'content-length': 2 }).end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  expect(bodies()).toEqual(left);
});

function adapter(...args: string[]) {
  return execa(process.execPath, [MAIN, '--url', url, ...args], { reject: false });
}

function eventsOf(stdout: string): AnyClientEvent[] {
  return stdout.split('\n').map((line) => loadOnlyEventSchema.parse(JSON.parse(line)));
}

describe('the adapter of ab', () => {
  it.each([
    ['100', []],
    ['200', ['--no-keep-alive']],
    ['65536', []],
  ])('sends valid orders of %s bytes, as asked for by %j', async (bytes, flags) => {
    const { exitCode, stdout } = await adapter(...SHORT, '--payload-bytes', bytes, ...flags);
    expect(exitCode).toBe(0);
    const last = eventsOf(stdout).at(-1);
    if (last?.event !== 'result') throw new Error(stdout);
    expect(last.requests.window).toBeGreaterThan(0);
    expect(last.errors).toEqual({});
    expect(orders.length).toBeGreaterThan(0);
    for (const { request, body } of orders) {
      expect(`${request.method ?? ''} ${request.url ?? ''}`).toBe('POST /order');
      expect(request.headers['content-type']).toBe('application/json');
      expect(request.headers.connection).toBe(flags.length === 0 ? 'Keep-Alive' : 'close');
      expect(body).toHaveLength(Number(bytes));
      expect(JSON.parse(body)).toMatchObject({ symbol: 'AAPL', quantity: 1, price: 1.5 });
    }
  });

  it('keeps the protocol, and repeats the settings as it was given them', async () => {
    const { stdout } = await adapter(...SHORT, '--warmup', '250ms');
    const calls: string[] = [];
    const protocol = new ClientProtocol(loadOnlyEventSchema, {
      onMeasuring: () => calls.push('measuring'),
      onWindowEnd: () => calls.push('window_end'),
    });
    for (const line of stdout.split('\n')) protocol.line(line);
    const { hello, result } = protocol.finish();
    expect(calls).toEqual(['measuring', 'window_end']);
    expect(hello.settings).toMatchObject({ url, warmup_ms: 250, duration_ms: 1000, threads: 1 });
    expect(result.requests.warmup).toBeGreaterThan(0);
    expect(result.window_ns).toBeGreaterThan(0.99e9);
  });

  it('sends a number of requests, and no more', async () => {
    const { stdout } = await adapter('--requests', '400', '--warmup', '0s', '--format', 'json');
    const last = eventsOf(stdout).at(-1);
    if (last?.event !== 'result') throw new Error(stdout);
    expect(last.requests).toEqual({ warmup: 0, window: 400, drained: 0 });
    expect(orders).toHaveLength(400);
  });

  it('refuses figures of connections that the server did not keep, and says why', async () => {
    closes = true;
    const { exitCode, stdout } = await adapter(...SHORT);
    expect(exitCode).toBe(1);
    const last = eventsOf(stdout).at(-1);
    if (last?.event !== 'failed') throw new Error(stdout);
    expect(last.message).toMatch(
      /^the server did not keep the connections: it closed them after \d+ of \d+ answers; ab speaks HTTP\/1\.0 /,
    );
  });

  it('measures the same server when no connection is to be kept', async () => {
    closes = true;
    const { exitCode, stdout } = await adapter(...SHORT, '--no-keep-alive');
    expect(exitCode).toBe(0);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'result', errors: {} });
  });

  it('counts answers with a bad status as failures, and none of them as a success', async () => {
    status = 503;
    const { stdout } = await adapter(...SHORT);
    const last = eventsOf(stdout).at(-1);
    if (last?.event !== 'result') throw new Error(stdout);
    expect(last.requests).toEqual({ warmup: 0, window: 0, drained: 0 });
    expect(last.errors.other).toBeGreaterThan(0);
  });

  it('gives up where nobody listens', async () => {
    await new Promise((closed) => server.close(closed));
    const { exitCode, stdout } = await adapter(...SHORT);
    expect(exitCode).toBe(1);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: 'failed', kind: 'refused' });
    server.listen(0);
  });

  it('says in one sentence what it cannot do', async () => {
    const { exitCode, stdout, stderr } = await adapter('--duration', '1500ms');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('ab: --duration: ab knows whole seconds only, not "1500ms"');
  });

  it('says what is missing without ab', async () => {
    const env = { PATH: '/nowhere' };
    const { exitCode, stderr } = await execa(process.execPath, [MAIN, '--versions'], {
      ...{ env, extendEnv: false, reject: false },
    });
    expect([exitCode, stderr]).toEqual([1, 'ab: ab cannot be started: spawn ab ENOENT']);
  });

  it('prints a block for people', async () => {
    const { stdout } = await adapter('--connections', '2', '--warmup', '0s', '--duration', '1s');
    expect(stdout).toMatch(/^Total time: +1\.\d{3} s$/m);
    expect(stdout).toMatch(/^Successful: +[1-9]\d*$/m);
    expect(stdout).not.toMatch(/P50|P99|RTT/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once by %s, and ab with it', async (signal) => {
    const child: ChildProcess = spawn(
      process.execPath,
      [MAIN, '--url', url, ...SHORT, '--duration', '60s'],
      { stdio: 'ignore' },
    );
    const ended = once(child, 'close');
    await until('ab sends', () => orders.length > 0);
    const family = new ProcessFamily(child.pid ?? 0).pids().map(identify);
    expect(family).toHaveLength(2);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await until('all have ended', () => !family.some((one) => one !== null && isRunning(one)));
  });
});
