import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { listRuns } from '../../src/journal/run-folder.ts';
import { addService } from '../docker/live-services.ts';
import { resultOf } from '../live/pairbench.ts';
import { BIN, CASE_ENV, placesOf } from './case-command.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';

const MANY = [
  '-n',
  '2000',
  '-w',
  '50ms',
  '--rounds',
  '1',
  '--no-ceilings',
  '--timeout',
  '5s',
  '--json',
];

/** A start command under a limit that nothing raises again. */
const limited = (main: string) => ({
  start: { command: ['sh', '-c', `ulimit -n 64; exec node '${main}' "$@"`, 'sh'] },
});

function run(limit: string, connections: number, pair: string) {
  const work = caseFolder();
  addService(work.services, 'server', 'stub-server', 'few-files', {
    manifest: limited('{out}/main.mjs'),
  });
  addService(work.services, 'client', 'node-undici', 'few-files', {
    manifest: limited('{out}/main.mjs'),
  });
  const words = ['run', '--pairs', pair, '-c', String(connections), ...MANY, ...placesOf(work)];
  const script = `${limit}; exec "$@"`;
  const outcome = execa('sh', ['-c', script, 'sh', process.execPath, BIN, ...words], {
    ...{ cwd: work.folder, env: CASE_ENV, reject: false },
  });
  return { work, outcome };
}

describe('more connections than the limit of open files', () => {
  it(
    'are possible where only the soft limit is in the way: it is raised',
    async () => {
      const { outcome } = run('ulimit -Sn 256', 400, 'stub-server:node-undici');
      const { exitCode, stdout, stderr } = await outcome;
      const [cell] = resultOf({ exitCode, stdout, stderr }).cells;
      expect(cell?.reasons.filter((reason) => /EMFILE|fd_limit|fd limit/.test(reason))).toEqual([]);
      expect(cell?.connections_opened).toBe(400);
    },
    LIMIT_MS,
  );

  it('are refused before any build where the hard limit is, with need and limit', async () => {
    const { work, outcome } = run('ulimit -n 256', 400, 'stub-server:node-undici');
    const { exitCode, stdout, stderr } = await outcome;
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      '--connections: 400 connections need 464 open files in a process, the hard limit here is 256',
    );
    expect(stderr).not.toContain('build ');
    expect(listRuns(work.results)).toEqual([]);
  });

  it.each([
    ['server', 'few-files:node-undici', 3, /fd limit: it may open 64 files .* 100 connections/],
    ['client', 'stub-server:few-files', 4, /fd_limit: .*EMFILE/],
  ])(
    'fail with the limit as their reason when it is that of the %s alone',
    async (_, pair, code, reason) => {
      const { exitCode, stdout, stderr } = await run('true', 100, pair).outcome;
      expect(exitCode).toBe(code);
      const [cell] = resultOf({ exitCode, stdout, stderr }).cells;
      expect(cell?.status).toBe('failed');
      expect(cell?.reasons.join(' ')).toMatch(reason);
    },
    LIMIT_MS,
  );
});
