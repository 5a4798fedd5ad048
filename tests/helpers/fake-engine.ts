/** Servers that stand in for a container engine, on a socket of their own, until the test is over. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach } from '@jest/globals';
import { tempFolder } from './temp-folder.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

export type Answer = RequestListener;

export const json =
  (body: unknown, status = 200): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

/** Takes the request, and says nothing. */
export const silence: Answer = () => undefined;

export const VERSION = { Version: '24.0.7', ApiVersion: '1.43' };
export const INFO = {
  NCPU: 4,
  MemTotal: 8 * 2 ** 30,
  CPUSet: true,
  CgroupVersion: '2',
  OSType: 'linux',
};

/** By method and path, without the query: `GET /info`. */
export type Answers = Readonly<Record<string, Answer>>;

const USUAL: Answers = {
  'GET /_ping': (_, response) => response.end('OK'),
  'GET /version': json(VERSION),
  'GET /info': json(INFO),
};

function listener(answers: Answers, requests: string[]): RequestListener {
  const all = { ...USUAL, ...answers };
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://engine');
    const name = `${request.method ?? ''} ${pathname}`;
    requests.push(name);
    const answer = all[name] ?? json({ message: `page not found: ${name}` }, 404);
    answer(request, response);
  };
}

export interface FakeEngine {
  /** For DOCKER_HOST. */
  readonly address: string;
  /** In the order of their arrival. */
  readonly requests: readonly string[];
}

export async function fakeEngine(answers: Answers = {}): Promise<FakeEngine> {
  const requests: string[] = [];
  const server = createServer(listener(answers, requests));
  servers.push(server);
  const file = path.join(tempFolder(), 'docker.sock');
  await once(server.listen(file), 'listening');
  return { address: `unix://${file}`, requests };
}

/** Reached by TCP. */
export async function fakeRemoteEngine(answers: Answers = {}): Promise<FakeEngine> {
  const requests: string[] = [];
  const server = createServer(listener(answers, requests));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `tcp://127.0.0.1:${port}`, requests };
}
