/** SIGSTOP for a second, then SIGCONT: of the tool, of the server, of the client. */
import { setTimeout as delay } from 'node:timers/promises';
import { send, type Tool, until, type Victim, victimsOf } from '../tool.ts';
import { ANY_RUN, anywhere, type Fault } from './fault.ts';
import { anyMoment, duringSomeCell } from './moments.ts';

const STOPPED_MS = 1000;

async function stopAndGoOn(pids: readonly number[]): Promise<void> {
  send('SIGSTOP', pids);
  try {
    await delay(STOPPED_MS);
  } finally {
    send('SIGCONT', pids);
  }
}

async function victimOf(tool: Tool, victim: Exclude<Victim, 'worker'>): Promise<number[]> {
  let pids: number[] = [];
  await until(() => {
    pids = victimsOf(tool, victim);
    return pids.length > 0;
  }, tool);
  return victim === 'server' ? [...pids, ...victimsOf(tool, 'worker')] : pids;
}

export const stopTool: Fault = {
  name: 'SIGSTOP of the tool',
  needs: ANY_RUN,
  exits: [0, 4],
  lacking: anywhere,
  strike: async (site, random) => {
    const tool = site.start(site.words);
    await anyMoment(site, tool, random);
    const hasStruck = !tool.hasEnded();
    if (hasStruck) await stopAndGoOn([tool.pid]);
    return { ended: await tool.ended, hasStruck, problems: [] };
  },
};

export function stopService(victim: Exclude<Victim, 'worker'>): Fault {
  return {
    name: `SIGSTOP of the ${victim}`,
    needs: ANY_RUN,
    exits: [0, 4],
    lacking: anywhere,
    strike: async (site, random) => {
      const tool = site.start(site.words);
      await duringSomeCell(site, tool, random);
      const pids = await victimOf(tool, victim);
      await stopAndGoOn(pids);
      return { ended: await tool.ended, hasStruck: pids.length > 0, problems: [] };
    },
  };
}
