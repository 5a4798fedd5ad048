/** kill -9: of the tool, up to three times in a row; of a server, a worker or a client. */
import type { Random } from '../../simulate/random.ts';
import { RESUME, type Site } from '../site.ts';
import { send, type Tool, until, type Victim, victimsOf } from '../tool.ts';
import { ANY_RUN, anywhere, type Fault, type Strike } from './fault.ts';
import { anyMoment, duringSomeCell, momentBeforeMeasuring } from './moments.ts';

const MOST_KILLS = 3;

type Moment = (site: Site, tool: Tool, random: Random) => Promise<void>;

/** Whatever has begun goes on before it is killed again. */
export async function killAgainAndAgain(
  site: Site,
  words: readonly string[],
  random: Random,
  moment: Moment = anyMoment,
): Promise<Strike> {
  const kills = 1 + random.index(MOST_KILLS);
  for (let kill = 1; ; kill += 1) {
    const tool = site.start(site.entries().length === 0 ? words : RESUME);
    await moment(site, tool, random);
    const hasStruck = !tool.hasEnded();
    tool.kill('SIGKILL');
    const ended = await tool.ended;
    if (!hasStruck || kill === kills)
      return { ended, hasStruck: hasStruck || kill > 1, problems: [] };
  }
}

export const killTool: Fault = {
  name: 'kill -9 of the tool',
  needs: ANY_RUN,
  exits: ['SIGKILL', 0],
  lacking: anywhere,
  strike: (site, random) => killAgainAndAgain(site, site.words, random),
};

export const killBuildingTool: Fault = {
  name: 'kill -9 of the tool while it builds or verifies',
  needs: { ...ANY_RUN, fresh_builds: true },
  exits: ['SIGKILL', 0],
  lacking: anywhere,
  strike: (site, random) => killAgainAndAgain(site, site.words, random, momentBeforeMeasuring),
};

export function killService(victim: Victim): Fault {
  return {
    name: `kill -9 of a ${victim}`,
    needs: victim === 'worker' ? { ...ANY_RUN, servers: ['stub-pool'] } : ANY_RUN,
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
