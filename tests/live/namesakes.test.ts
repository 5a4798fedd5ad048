/** A server and a client of one name: built, verified, measured and resumed as the two that they are. */
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { resultOf } from './pairbench.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

const TWIN = 'reference';
const SHORT = ['-c', '2', '-n', '40', '-w', '50ms', '--rounds', '2', '--no-latency'];
const FOUR = ['-s', `stub-server,${TWIN}`, '-k', `undici-again,${TWIN}`, ...SHORT];

/** One of each kind beside others. */
function withTwins(): Work {
  const work = workFolder();
  for (const [kind, fixture] of [
    ['servers', 'node-http'],
    ['clients', 'node-undici'],
  ] as const)
    cpSync(path.join(work.services, kind, fixture), path.join(work.services, kind, TWIN), {
      recursive: true,
    });
  return work;
}

beforeAll(async () => {
  const { exitCode, stdout } = await withTwins().run('build', TWIN, 'stub-server', 'undici-again');
  expect([exitCode, stdout]).toEqual([0, '4 of 4 services are built\n']);
}, LIMIT_MS);

describe('a server and a client of one name', () => {
  it(
    'are verified both, and told apart by their kind',
    async () => {
      const { exitCode, stdout, stderr } = await withTwins().run('verify', TWIN);
      expect([exitCode, stdout]).toEqual([0, '2 of 2 services keep the contract\n']);
      for (const kind of ['server', 'client'])
        expect(stderr).toMatch(new RegExp(`^verify {3}${TWIN} [(]${kind}[)] {2}`, 'm'));
    },
    LIMIT_MS,
  );

  it(
    'are measured with each other and with others, each with a log of its own',
    async () => {
      const work = withTwins();
      const outcome = await work.run(...FOUR, '--json');
      const { cells, environment } = resultOf(outcome);
      expect(cells.flatMap(({ reasons }) => reasons)).toEqual([]);
      expect(cells.map(({ server, client }) => `${server}:${client}`).sort()).toEqual([
        `${TWIN}:${TWIN}`,
        `${TWIN}:undici-again`,
        `stub-server:${TWIN}`,
        'stub-server:undici-again',
      ]);
      expect(outcome.exitCode).toBe(0);
      const twins = environment.services.filter(({ name }) => name === TWIN);
      expect(twins.map(({ library }) => library).sort()).toEqual(['node', 'undici']);
      expect(new Set(twins.map(({ build_id }) => build_id)).size).toBe(2);
      const logs = readdirSync(findRun(work.results, null).logs);
      for (const log of [TWIN, `${TWIN}--${TWIN}`, `stub-server--${TWIN}`])
        expect(logs).toContain(`r1-${log}.err.log`);
    },
    LIMIT_MS,
  );

  it(
    'are one pair for single',
    async () => {
      const work = withTwins();
      const { exitCode } = await work.run('single', TWIN, TWIN, ...SHORT);
      expect(exitCode).toBe(0);
      const [started] = work.entries();
      expect(started?.type === 'run-started' && started.plan.pairs).toEqual([
        { server: TWIN, client: TWIN },
      ]);
    },
    LIMIT_MS,
  );

  it(
    'keep a run from going on each for itself',
    async () => {
      const work = withTwins();
      expect((await work.run(...FOUR)).exitCode).toBe(0);
      const journal = work.journal();
      const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
      const end = lines.findIndex((line) => line.includes('"type":"round-finished"'));
      writeFileSync(journal, lines.slice(0, end + 1).join('')); // killed after its first round
      const main = path.join(work.services, 'clients', TWIN, 'main.mjs');
      const text = readFileSync(main, 'utf8');
      appendFileSync(main, '// changed\n');
      const refused = await work.run('--resume');
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toContain(
        `not be comparable: ${TWIN} (client): its sources, build or tools have changed\n`,
      );
      writeFileSync(main, text);
      expect((await work.run('--resume', '--json')).exitCode).toBe(0);
      expect(listRuns(work.results)).toHaveLength(1);
      const resumed = work.entries().find((entry) => entry.type === 'run-resumed');
      expect(resumed?.kept_rounds.map(({ round }) => round)).toContain(1);
      expect(resumed?.kept_rounds.map(({ round }) => round)).not.toContain(2);
    },
    LIMIT_MS,
  );
});
