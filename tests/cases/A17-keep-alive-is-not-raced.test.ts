import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, cellOf, LIMIT_MS } from './case-rig.ts';

const SHORT = ['-w', '50ms', '--rounds', '1', '--no-ceilings', '--json'];

function idleServer() {
  const work = caseFolder();
  work.addServer('idle', { STUB_CLOSE_IDLE: '2' });
  return work;
}

describe('a server that closes connections after 2 s without a request', () => {
  it(
    'is measured over the connections of the warm-up, because no pause comes in between',
    async () => {
      const work = idleServer();
      const load = ['-c', '8', '-n', '800'];
      const outcome = await work.run('-s', 'idle', '-k', 'node-undici', ...load, ...SHORT);
      const cell = cellOf(resultOf(outcome), 'idle', 'node-undici');
      expect([cell.status, ...cell.reasons]).toEqual(['valid']);
      expect(cell.connections_opened).toBe(8);
      expect(cell.requests).toMatchObject({ failed: 0, by_kind: {} });
    },
    LIMIT_MS,
  );

  it(
    'under a rate with longer pauses is never valid without a word about its connections',
    async () => {
      const work = idleServer();
      // Each of the eight connections has a request every 2.7 s.
      const load = ['-c', '8', '-r', '3/s', '-d', '4s'];
      const outcome = await work.run('-s', 'idle', '-k', 'node-undici', ...load, ...SHORT);
      const cell = cellOf(resultOf(outcome), 'idle', 'node-undici');
      expect(cell.status).toBe('invalid');
      expect(cell.reasons.join('; ')).toMatch(/connections instead of 8|\d+ (eof|reset)/);
      const kinds = Object.keys(cell.requests.by_kind);
      expect(kinds.filter((kind) => !['eof', 'reset'].includes(kind))).toEqual([]);
    },
    LIMIT_MS,
  );
});
