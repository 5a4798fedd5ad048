/** A server that waits is neither blamed on its CPU nor on the machine. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';
import { servicesWith } from './truth-rig.ts';

const LIMIT_MS = 10 * 60_000;
const NAME = 'stub-waiting';
/** Three rounds, for fewer have no usual busy sum that a window could be held against. */
const ARGS = ['-s', NAME, '-k', 'rust-reqwest', '-c', '32', '-w', '300ms', '-d', '1s'];

describe('a server that sleeps 5 ms in each request', () => {
  let result: RunResult;

  beforeAll(async () => {
    const root = servicesWith({ name: NAME, flags: "--slow, '5'" }, ['rust-reqwest']);
    const outcome = await pairbench(
      [...ARGS, '--rounds', '3', '--services', root, '--json'],
      tempFolder(),
    );
    result = resultOf(outcome);
  }, LIMIT_MS);

  afterAll(() => {
    // The cache of the real services, so that they are not built again for this test.
    rmSync(path.resolve('.pairbench', 'builds', 'server', NAME), { recursive: true, force: true });
  });

  it('limits the pair although neither side is busy, and the sentence says why', () => {
    const [cell] = result.cells;
    expect(cell).toMatchObject({ server: NAME, client: 'rust-reqwest', status: 'valid' });
    expect(cell?.bottleneck.verdict).toBe('neither');
    expect(cell?.bottleneck.sentence).toContain('waiting in the server');
    expect(cell?.bound).toBeNull();
  });

  it('is as slow for the reference client, which is no verdict on its CPU', () => {
    const ceiling = result.ceilings.find(({ server }) => server === NAME);
    expect(ceiling?.bottleneck).toMatchObject({ verdict: 'neither' });
  });

  it('is measured again for no lack of CPU use', () => {
    const whys = [...result.cells, ...result.ceilings].flatMap(({ server, repeats }) =>
      server === NAME ? repeats.map(({ why }) => why) : [],
    );
    expect(whys.filter((why) => why.includes('less busy than usual'))).toEqual([]);
  });
});
