/** kill -9: of the tool, up to three times in a row; of a server, a worker or a client. */
import { RESUME } from '../site.ts';
import { send, until, type Victim, victimsOf } from '../tool.ts';
import { ANY_RUN, anywhere, type Fault } from './fault.ts';
import { anyMoment, duringSomeCell } from './moments.ts';

const MOST_KILLS = 3;

export const killTool: Fault = {
  name: 'kill -9 of the tool',
  needs: ANY_RUN,
  exits: ['SIGKILL', 0],
  lacking: anywhere,
  strike: async (site, random) => {
    const kills = 1 + random.index(MOST_KILLS);
    for (let kill = 1; ; kill += 1) {
      const tool = site.start(site.entries().length === 0 ? site.words : RESUME);
      await anyMoment(site, tool, random);
      const hasStruck = !tool.hasEnded();
      tool.kill('SIGKILL');
      const ended = await tool.ended;
      if (!hasStruck || kill === kills)
        return { ended, hasStruck: hasStruck || kill > 1, problems: [] };
    }
  },
};

export function killService(victim: Victim): Fault {
  return {
    name: `kill -9 of a ${victim}`,
    needs: victim === 'worker' ? { servers: ['stub-pool'], rounds: 1 } : ANY_RUN,
    exits: [0, 3, 4],
    lacking: anywhere,
    strike: async (site, random) => {
      const tool = site.start(site.words);
      await duringSomeCell(site, tool, random);
      let pids: readonly number[] = [];
      const hasStruck = await until(() => {
        pids = victimsOf(tool, victim);
        return pids.length > 0;
      }, tool);
      send('SIGKILL', pids);
      return { ended: await tool.ended, hasStruck, problems: [] };
    },
  };
}
