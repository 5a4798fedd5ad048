/** The profile `matrix`: pairbench in a container, driving the engine that it runs in. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compose, LIMIT_MS } from './compose.ts';

const RUN = ['--progress', 'quiet', 'run', '--rm', 'matrix'];

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
});
