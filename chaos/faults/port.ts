/** The port of a server that has ended is taken by a stranger, which answers whatever is asked. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Site } from '../site.ts';
import { send, type Tool, until, victimsOf } from '../tool.ts';
import { ANY_RUN, anywhere, type Fault } from './fault.ts';
import { countOf, duringSomeCell } from './moments.ts';

const HOST = '127.0.0.1';
/** A port whose server was killed is free at once, if nobody is faster. */
const ATTEMPTS = 50;
const BETWEEN_ATTEMPTS_MS = 5;

interface Stranger {
  readonly asked: () => number;
  readonly leave: () => Promise<void>;
}

async function listen(server: Server, port: number): Promise<boolean> {
  const fault = once(server, 'error').then(([error]: unknown[]) => error);
  const listening = once(server, 'listening').then(() => null);
  server.listen(port, HOST);
  const error = await Promise.race([listening, fault]);
  if (error === null) return true;
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE')
    throw new Error(`port ${port}`, { cause: error });
  return false;
}

/** Null: the port is still in use. */
async function takePort(port: number): Promise<Stranger | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.setHeader('Content-Type', 'application/json').end('{"status":"success"}');
    });
    if (await listen(server, port))
      return {
        asked: () => asked,
        leave: async () => {
          server.closeAllConnections();
          server.close();
          await once(server, 'close');
        },
      };
    await delay(BETWEEN_ATTEMPTS_MS);
  }
  return null;
}

function lastPort(site: Site): number {
  const started = site.entries().findLast(({ type }) => type === 'server-started');
  if (started?.type !== 'server-started') throw new Error('no server was started');
  return started.port;
}

async function whileTaken(
  site: Site,
  tool: Tool,
  judge: (asked: number) => readonly string[],
): ReturnType<Fault['strike']> {
  const stranger = await takePort(lastPort(site));
  const ended = await tool.ended;
  const problems = stranger === null ? [] : judge(stranger.asked());
  await stranger?.leave();
  return { ended, hasStruck: stranger !== null, problems };
}

export const stealBetweenRounds: Fault = {
  name: 'port stolen between rounds',
  needs: { ...ANY_RUN, rounds: 2 },
  exits: [0],
  lacking: anywhere,
  strike: async (site) => {
    const tool = site.start(site.words);
    const isFree = await until(() => countOf(site, 'server-stopped') > 0, tool);
    if (!isFree) return { ended: await tool.ended, hasStruck: false, problems: [] };
    return whileTaken(site, tool, (asked) =>
      asked === 0 ? [] : [`a stranger on the port of an earlier server was asked ${asked} times`],
    );
  },
};

export const stealFromKilled: Fault = {
  name: 'port stolen from a killed server',
  needs: ANY_RUN,
  exits: [0, 3, 4],
  lacking: anywhere,
  strike: async (site, random) => {
    const tool = site.start(site.words);
    const isMeasuring = await duringSomeCell(site, tool, random);
    const pids = isMeasuring ? victimsOf(tool, 'server') : [];
    if (pids.length === 0) return { ended: await tool.ended, hasStruck: false, problems: [] };
    send('SIGKILL', [...pids, ...victimsOf(tool, 'worker')]);
    return whileTaken(site, tool, () => []);
  },
};
