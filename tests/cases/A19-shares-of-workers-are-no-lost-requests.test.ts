import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, cellOf, LIMIT_MS } from './case-rig.ts';

const LOAD = ['-c', '10', '-n', '1000', '-w', '50ms', '--rounds', '1', '--no-ceilings', '--json'];

describe('a server with workers', () => {
  it.each([
    ['one', '1', 'valid', []],
    [
      'three, each of which counts for itself',
      '3',
      'failed',
      [/its \/stats counts the requests of one worker, not of all: it says \d+(, \d+)+ over/],
    ],
  ] as const)(
    '%s: no request is said to be lost',
    async (_, workers, status, expected) => {
      const work = caseFolder();
      work.addServer('counting', { STUB_WORKERS: workers });
      const outcome = await work.run('-s', 'counting', '-k', 'node-undici', ...LOAD);
      const cell = cellOf(resultOf(outcome), 'counting', 'node-undici');
      expect(cell.status).toBe(status);
      expect(cell.reasons).toEqual(
        expected.map((pattern): unknown => expect.stringMatching(pattern)),
      );
      expect(cell.reasons.join(' ')).not.toMatch(/the client counted/);
    },
    LIMIT_MS,
  );
});
