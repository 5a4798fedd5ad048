/** The profile `matrix`: pairbench in a container, driving the engine that it runs in. */
import { chownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execaSync } from 'execa';
import { runResultSchema } from '../../src/analyse/result.ts';
import { RUN_LABEL } from '../../src/host/docker/labels.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { compose, LIMIT_MS, startCompose, upUntilExit } from './compose.ts';

const RUN = ['--progress', 'quiet', 'run', '--rm', 'matrix'];
const SHORT = [
  ...['--pairs', 'go-gin:rust-reqwest', '--rounds', '1'],
  ...['--connections', '4', '--duration', '300ms', '--warmup', '100ms'],
];

/** Root, as CI is, gives it to somebody else. */
function resultsFolder(): { folder: string; owner: number } {
  const folder = tempFolder();
  if (process.getuid?.() === 0) chownSync(folder, 12_345, 12_345);
  return { folder, owner: statSync(folder).uid };
}

/** Containers of the only run in `results`, living or dead. */
function containersOf(results: string): string {
  const [run = ''] = readdirSync(results).filter((name) => !name.startsWith('.'));
  const filter = `label=${RUN_LABEL}=${run}`;
  return execaSync('docker', ['ps', '--all', '-q', '--filter', filter]).stdout;
}

/** Fails when it ends without having said it. */
function said(up: ReturnType<typeof startCompose>, text: string): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    up.stderr.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
    void up.then(() => {
      reject(new Error(`it ended without "${text}":\n${seen}`));
    });
  });
}

describe('docker compose run matrix', () => {
  it(
    'takes the verbs and options of the command line, and has every service',
    async () => {
      const { exitCode, stdout, stderr } = await compose([...RUN, 'list']);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      for (const kind of ['servers', 'clients'])
        for (const name of readdirSync(path.resolve('services', kind)))
          expect(stdout).toMatch(new RegExp(`^ +${name} `, 'm'));
    },
    LIMIT_MS,
  );

  it(
    'exits with the exit code of the tool',
    async () => {
      const { exitCode, stderr } = await compose([...RUN, '--connections', 'many']);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('--connections');
    },
    LIMIT_MS,
  );

  it(
    'measures, leaves no container, and gives the results to the owner of their folder',
    async () => {
      const { folder, owner } = resultsFolder();
      const { exitCode, stdout, stderr } = await compose([...RUN, ...SHORT, '--json'], {
        RESULTS: folder,
      });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(runResultSchema.parse(JSON.parse(stdout))).toMatchObject({
        status: 'complete',
        cells: [{ server: 'go-gin', client: 'rust-reqwest', status: 'valid' }],
      });
      const files = findRun(folder, null);
      expect(statSync(files.result).uid).toBe(owner);
      expect(containersOf(folder)).toBe('');
    },
    LIMIT_MS,
  );
});

describe('docker compose --profile matrix up', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'takes options as variables, and ends the run in order by %s',
    async (signal) => {
      const { folder } = resultsFolder();
      const up = startCompose(['--profile', 'matrix', ...upUntilExit('matrix'), 'matrix'], {
        RESULTS: folder,
        PAIRBENCH_PAIRS: 'go-gin:rust-reqwest',
        PAIRBENCH_CONNECTIONS: '4',
        PAIRBENCH_DURATION: '120s',
      });
      await said(up, 'measure  about');
      await until('a service runs', () => containersOf(folder) !== '');
      up.kill(signal);
      expect(await up).toMatchObject({ exitCode: 130 });
      const { entries } = readJournal(findRun(folder, null).journal);
      expect(entries.at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
      expect(containersOf(folder)).toBe('');
    },
    LIMIT_MS,
  );
});
