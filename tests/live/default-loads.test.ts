/** The default clients under loads of other kinds, and where proxies are set: what they count, not how fast. */
import { describe, expect, it } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';

/** Ends the arguments of all these runs. */
const WITHOUT_CEILINGS = ['--no-ceilings', '--json'];
const LIMIT_MS = 5 * 60_000;

describe('loads of other kinds, with every default client', () => {
  const cases: [string, string[], (result: RunResult) => void][] = [
    [
      'a number of requests',
      ['-n', '500', '-c', '7'],
      ({ cells }) => {
        expect(cells.map((cell) => cell.requests.ok)).toEqual([500, 500, 500]);
        expect(cells.map((cell) => cell.connections_opened)).toEqual([7, 7, 7]);
      },
    ],
    [
      'one connection',
      ['-n', '500', '-c', '1'],
      ({ cells }) => {
        expect(cells.map((cell) => cell.connections_opened)).toEqual([1, 1, 1]);
      },
    ],
    [
      'a connection for each request',
      ['-n', '500', '-c', '4', '--no-keep-alive'],
      ({ cells }) => {
        for (const { requests, connections_opened } of cells)
          expect(connections_opened).toBe(requests.ok + requests.ok_outside_windows);
      },
    ],
    [
      'an open loop',
      ['-r', '500/s', '-d', '1s', '-c', '8'],
      ({ cells }) => {
        for (const { unsent, send_delay_ns } of cells) {
          expect(unsent).toBe(0);
          expect(send_delay_ns?.p50).toBeGreaterThanOrEqual(0);
        }
      },
    ],
    [
      'the largest body',
      ['-n', '200', '-c', '4', '--payload-bytes', '65536'],
      ({ settings }) => {
        expect(settings.payload_bytes).toBe(65_536);
      },
    ],
    [
      'the smallest body on two threads',
      ['-n', '500', '-c', '8', '--payload-bytes', '100', '--threads', '2'],
      ({ settings }) => {
        expect(settings).toMatchObject({ payload_bytes: 100, threads: 2 });
      },
    ],
  ];

  it.each(cases)(
    '%s',
    async (_, flags, check) => {
      const args = [...['-s', 'go-gin', '-w', '200ms', '--rounds', '1'], ...WITHOUT_CEILINGS];
      const result = resultOf(await pairbench([...args, ...flags], tempFolder()));
      expect(result.cells.flatMap((cell) => cell.reasons)).toEqual([]);
      check(result);
    },
    LIMIT_MS,
  );
});

describe('proxy variables', () => {
  it(
    'bend nothing',
    async () => {
      const proxy = 'http://127.0.0.1:9';
      const env = { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NO_PROXY: '' };
      const args = ['-s', 'go-gin', '-n', '200', '-c', '4', '--rounds', '1', ...WITHOUT_CEILINGS];
      const result = resultOf(await pairbench(args, tempFolder(), env));
      expect(result.counts.valid).toBe(3);
    },
    LIMIT_MS,
  );
});
