/** kill -9 of the tool while it has changed the kernel's settings, in a network namespace of the round's own. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { parseConf } from '../../src/host/tuning/conf.ts';
import type { Site } from '../site.ts';
import { send } from '../tool.ts';
import { ANY_RUN, type Fault } from './fault.ts';
import { killAgainAndAgain } from './kill.ts';

const CONF = path.join(PACKAGE_ROOT, 'sysctl', 'loopback.conf');
/** Longer than any round; ended with it. */
const KEEPER = 'ip link set lo up && echo up && exec sleep 600';

let lacking: string | null | undefined;

function tryOnce(): string | null {
  const { status, stderr } = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']);
  return status === 0 ? null : `no network namespace can be made: ${String(stderr).trim()}`;
}

/** Gives the words before a command that is to run inside. */
async function openNamespace({ atEnd }: Site): Promise<string[]> {
  const keeper = spawn('unshare', ['--net', 'sh', '-c', KEEPER], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { pid } = keeper;
  if (pid === undefined) throw new Error('unshare could not be started');
  atEnd(() => {
    send('SIGKILL', [pid]);
  });
  await once(keeper.stdout, 'data');
  return ['nsenter', `--net=/proc/${pid}/ns/net`];
}

/** One line each. */
function settingsInside(before: readonly string[]): string {
  const files = parseConf(readFileSync(CONF, 'utf8'), CONF).map(
    ({ key }) => `/proc/sys/${key.replaceAll('.', '/')}`,
  );
  const [file = '', ...args] = [...before, 'grep', '-H', '', ...files];
  return execFileSync(file, args, { encoding: 'utf8' });
}

export const killTunedTool: Fault = {
  name: 'kill -9 of the tool with --tune',
  needs: ANY_RUN,
  exits: ['SIGKILL', 0],
  lacking: () => (lacking ??= tryOnce()),
  strike: async (site, random) => {
    const before = await openNamespace(site);
    const original = settingsInside(before);
    site.startBehind(before);
    site.mustHold(() => {
      const now = settingsInside(before);
      return now === original
        ? []
        : [`kernel settings: ${original.trim()} then, ${now.trim()} now`];
    });
    return killAgainAndAgain(site, [...site.words, '--tune'], random);
  },
};
