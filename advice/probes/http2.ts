/** Whether servers answer HTTP/2, which gRPC needs too: asked by its connection preface, without TLS. */
import net from 'node:net';
import { withServer } from '../../bench/with-server.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { lackOf } from '../lacks.ts';
import type { Probe, ProbeSite } from './probe.ts';

/** RFC 9113, section 3.4, and an empty SETTINGS frame behind it. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
/** Length (3 bytes), type, flags, stream (4 bytes). */
const HEADER_BYTES = 9;
const SETTINGS_FRAME = 4;
const LIMIT_MS = 2000;

const SERVERS = ['rust-actix', 'go-gin', 'python-fastapi'];
const NEEDS = SERVERS.map((name) => ({ kind: 'server', name }) as const);

/** The first bytes of the answer; empty: it closed, or was silent for 2 s. */
export async function answerToPreface(port: number, host: string): Promise<Buffer> {
  const socket = net.connect({ port, host });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const done = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    socket.setTimeout(LIMIT_MS, done);
    socket.on('connect', () => socket.write(PREFACE));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length >= HEADER_BYTES) done();
    });
    socket.on('close', done);
    socket.on('error', done);
  });
}

export function isSettingsFrame(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES && bytes[3] === SETTINGS_FRAME;
}

function shown(bytes: Buffer): string {
  const [line = ''] = bytes.toString('latin1').split(/[^ -~]/);
  return line === '' ? 'no answer' : `"${line}"`;
}

async function answerOf(name: string, site: ProbeSite): Promise<string> {
  const built = site.sound.get(serviceKey('server', name));
  if (built === undefined || 'external' in built)
    return lackOf({ kind: 'server', name }, site) ?? `${name} is not there`;
  return withServer(built, site.context, async ({ port, running }) => {
    const host = 'host' in running && typeof running.host === 'string' ? running.host : '127.0.0.1';
    const bytes = await answerToPreface(port, host);
    return isSettingsFrame(bytes) ? `${name} speaks HTTP/2` : `${name} gives ${shown(bytes)}`;
  });
}

async function answers(site: ProbeSite): Promise<string> {
  const given: string[] = [];
  for (const name of SERVERS) given.push(await answerOf(name, site));
  return given.join(', ');
}

export const http2: Probe = {
  needs: NEEDS,
  reason: async (site) =>
    `the contract is of HTTP/1.1, and to the preface of HTTP/2 ${await answers(site)}`,
};

export const grpc: Probe = {
  needs: NEEDS,
  reason: async (site) => `gRPC needs HTTP/2, and to its preface ${await answers(site)}`,
};
