import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';

const FIXTURES = path.resolve('tests/fixtures/services');
const LIMIT_MS = 5 * 60_000;

/** A services folder of somebody else, with what a newcomer would write. */
function ownServices(): string {
  const root = path.join(tempFolder(), 'services');
  cpSync(path.join(FIXTURES, 'servers', 'node-http'), path.join(root, 'servers', 'node-http'), {
    recursive: true,
  });
  cpSync(path.join(FIXTURES, 'clients', 'node-undici'), path.join(root, 'clients', 'node-undici'), {
    recursive: true,
  });
  return root;
}

describe('services in a language that pairbench does not know', () => {
  it(
    'are measured from their folders alone',
    async () => {
      const root = ownServices();
      const work = tempFolder();
      const env = { PAIRBENCH_TEST_MODULES: path.resolve('.') };
      const args = ['--services', root, '-s', 'node-http', '-k', 'node-undici'];
      const outcome = await pairbench(
        [...args, '--cache-dir', path.join(work, 'cache'), '-c', '8', '-d', '1s', '--json'],
        work,
        env,
      );
      const result = resultOf(outcome);
      expect(result.cells.flatMap((cell) => cell.reasons)).toEqual([]);
      expect(result.cells).toHaveLength(1);
      expect(result.cells[0]).toMatchObject({ server: 'node-http', client: 'node-undici' });
      expect(outcome.exitCode).toBe(0);
      expect(readdirSync(path.join(work, 'results'))).toHaveLength(1);
    },
    LIMIT_MS,
  );

  it(
    'are not measured when they break the contract, which is explained',
    async () => {
      const root = ownServices();
      cpSync(
        path.join(FIXTURES, 'servers', 'stub-server'),
        path.join(root, 'servers', 'stub-server'),
        {
          recursive: true,
        },
      );
      const work = tempFolder();
      const env = { PAIRBENCH_TEST_MODULES: path.resolve('.') };
      const manifest = path.join(root, 'servers', 'stub-server', 'service.yaml');
      writeFileSync(
        manifest,
        readFileSync(manifest, 'utf8').replace(
          "command: [node, '{out}/main.mjs'] #",
          "command: [node, '{out}/main.mjs', --status, '503', --after, '1'] #",
        ),
      );
      const outcome = await pairbench(
        [
          '--services',
          root,
          '-s',
          'stub-server,node-http',
          '-k',
          'node-undici',
          '-c',
          '4',
          '-n',
          '150', // too few for Little's law, which a stall of a busy machine breaks
          '--rounds',
          '1',
          '--cache-dir',
          path.join(work, 'cache'),
          '--json',
        ],
        work,
        env,
      );
      const result = resultOf(outcome);
      expect(result.counts).toMatchObject({ planned: 2, valid: 1, failed: 1 });
      const failed = result.cells.find((cell) => cell.status === 'failed');
      expect(failed?.server).toBe('stub-server');
      expect(failed?.reasons.join(' ')).toContain('expected 200');
      expect(failed?.reasons.join(' ')).toContain('503');
      expect(outcome.exitCode).toBe(4);
    },
    LIMIT_MS,
  );
});
