/** `--resume` of a run in containers that was killed, and what keeps it from going on. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { findRun } from '../../src/journal/run-folder.ts';
import { countingEntries } from '../../src/journal/rounds.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { until } from '../helpers/until.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';
import { addService } from './live-services.ts';
import { FIXTURES, leftBy, LIMIT_MS, liveFolder } from './live.ts';
import type { Started } from './live.ts';

const live = liveFolder();
const RUN = ['--services', FIXTURES, '-s', 'node-http', '-k', 'node-undici', '-c', '2'];
const LOAD = ['-n', '40', '-w', '0s', '--rounds', '4', '--docker-network', 'bridge'];

let killed: Started;
let folder: string;

/** Neither runtime nor network is given: both are those of the run. */
function resume(...more: readonly string[]): Promise<Outcome> {
  const services = more.includes('--services') ? [] : ['--services', FIXTURES];
  const places = [...services, '--cache-dir', path.join(live.folder, 'cache')];
  // The runtime is that of the run, unless a flag says otherwise.
  const env = { PAIRBENCH_RUNTIME: '' };
  return pairbench(['--resume', folder, ...places, ...more], live.folder, env);
}

beforeAll(async () => {
  killed = live.start([...RUN, ...LOAD]);
  await killed.said('[1/4] round 1');
  await until('round 2 is measured', () =>
    killed.entries().some((entry) => entry.type === 'cell-started' && entry.round === 2),
  );
  killed.kill('SIGKILL');
  await killed.ended;
  ({ folder } = findRun(path.join(live.folder, 'results-0'), null));
}, LIMIT_MS);

describe('a killed run in containers', () => {
  it.each([
    ['another runtime', ['--runtime', 'process'], /runtime: "docker" then, "process" now/],
    [
      'another network',
      ['--docker-network', 'host'],
      /runtime_options\.docker-network: "bridge" then, "host" now/,
    ],
    ['another limit', ['--docker-memory', '300m'], /runtime_options\.docker-memory: /],
    ['other build arguments', ['--docker-build-arg', 'X=1'], /node-http: its sources, build or/],
  ])(
    'does not go on with %s',
    async (_, flags, difference) => {
      const journal = readFileSync(path.join(folder, 'journal.ndjson'));
      const { exitCode, stderr } = await resume(...flags);
      expect(stderr).toMatch(difference);
      expect(exitCode).toBe(2);
      expect(readFileSync(path.join(folder, 'journal.ndjson'))).toEqual(journal);
    },
    LIMIT_MS,
  );

  it(
    'does not go on with another variable at the start of its server, which is no part of the image',
    async () => {
      const services = path.join(live.folder, 'services');
      addService(services, 'server', 'node-http', 'node-http', { env: { NODE_OPTIONS: '' } });
      addService(services, 'client', 'node-undici', 'node-undici', {});
      const { exitCode, stderr } = await resume('--services', services);
      expect(stderr).toMatch(/node-http: it is started in another way/);
      expect(exitCode).toBe(2);
    },
    LIMIT_MS,
  );

  it(
    'goes on as it began, keeps its finished rounds, and leaves nothing of either attempt',
    async () => {
      const { exitCode, stderr } = await resume();
      expect(stderr).toMatch(/^resume {3}rounds kept: 1$/m);
      expect(exitCode).toBe(0);
      const entries = countingEntries(readJournal(path.join(folder, 'journal.ndjson')).entries);
      const rounds = entries.flatMap((one) => (one.type === 'cell-measured' ? [one.round] : []));
      // A busy machine may have disturbed a window, which is then measured again.
      const again = entries.filter(({ type }) => type === 'cell-repeated').length;
      expect(new Set(rounds)).toEqual(new Set([1, 2, 3, 4]));
      expect(rounds).toHaveLength(4 + again);
      expect(await leftBy(killed.pid)).toEqual([]);
      const filter = ['--filter', `label=pairbench.run=${path.basename(folder)}`];
      expect((await execa('docker', ['ps', '--all', '-q', ...filter])).stdout).toBe('');
      expect((await execa('docker', ['network', 'ls', '-q', ...filter])).stdout).toBe('');
    },
    LIMIT_MS,
  );
});
