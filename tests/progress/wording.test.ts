import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { shownNames } from '../../src/plan/service-key.ts';
import type { ServiceId } from '../../src/plan/service-key.ts';
import { clock, clockRange, wording } from '../../src/progress/wording.ts';
import type { Line } from '../../src/progress/wording.ts';
import { resumed } from '../analyse/attempts.ts';
import { journal } from '../analyse/fixtures.ts';
import { prefixOf } from './prefix.ts';

const RUN = journal();
const FAILURE = { reason: 'it died', log_file: 'logs/x.log', log_tail: ['one', 'two'] };
const CELL = { round: 2, server: 'go-gin', client: 'cpp-cpr' };
const WHOSE = { kind: 'server' as const, service: 'go-gin' };
const BUILT = { ...WHOSE, fingerprint: 'f', binary: 'b', duration_ms: 1250, versions: {} };
const RESTORED = {
  type: 'kernel-restored' as const,
  ...{ restored: [], left: [], failed: [], saved_file: null },
};
const VERIFIED = { ...WHOSE, duration_ms: 340, problems: [] };

function recorded<Type extends JournalEntry['type']>(
  type: Type,
): Extract<JournalEntry, { type: Type }> {
  const found = RUN.find((entry) => entry.type === type);
  if (found === undefined) throw new Error(`the example has no ${type}`);
  return found as Extract<JournalEntry, { type: Type }>;
}

function said(
  entry: JournalEntry,
  services: readonly ServiceId[] = [],
): [Line['level'], string] | null {
  const line = wording(entry, { position: '[ 5/27]', prefixOf, shown: shownNames(services) });
  return line === null ? null : [line.level, line.text];
}

describe('what is said', () => {
  test('of a run that begins', () => {
    expect(said(recorded('run-started'))).toEqual([
      'always',
      'runtime  process (as asked)\n' +
        'run      20260102-030405-ab12, seed 42\n' +
        '         9 pairs x 3 rounds, 1:21 to 1:39 after the builds',
    ]);
  });

  test('of a cell that was measured', () => {
    const cell = recorded('cell-measured');
    const [level, text] = said(cell) ?? [];
    expect(level).toBe('step');
    expect(text).toMatch(/^\[ 5\/27\] round 1 {2}go-gin x cpp-cpr {2}\d+ req\/s$/);
    const { requests, window_ns } = cell.window.client_run.result;
    expect(Number(/(\d+) req/.exec(text ?? '')?.[1])).toBe(
      Math.round(requests.window / (window_ns / 1e9)),
    );
  });

  test.each<[JournalEntry, Line['level'], string]>([
    [resumed(), 'always', 'resume   no round is kept, all are measured again'],
    [resumed(2), 'always', 'resume   rounds kept: 2'],
    [resumed(1, 2, 3), 'always', 'resume   rounds kept: 1, 2, 3'],
    [{ type: 'notice', message: 'look' }, 'always', 'note     look'],
    [
      {
        type: 'kernel-tuned',
        set: [{ key: 'a.b', before: '1', after: '2' }],
        kept: [{ key: 'c.d', value: '9' }],
        refused: [{ key: 'e.f', reason: 'this kernel has no such key (ENOENT)' }],
      },
      'always',
      'tune     a.b: 1 -> 2\n' +
        '         c.d: stays 9\n' +
        '         e.f: not set, this kernel has no such key (ENOENT)',
    ],
    [
      { ...RESTORED, tuned_by: 'this-run', restored: [{ key: 'a.b', value: '1' }] },
      'always',
      'restore  a.b: 1 again',
    ],
    [
      {
        ...{ ...RESTORED, tuned_by: 'earlier-run', restored: [{ key: 'a.b', value: '1' }] },
        left: [{ key: 'c.d', value: '7' }],
      },
      'always',
      'restore  a.b: 1 again, left tuned by an earlier run\n' +
        '         c.d: stays 7, somebody has changed it since',
    ],
    [
      {
        type: 'packages-installed',
        packages: ['g++'],
        command: 'apt-get g++',
        duration_ms: 61_000,
      },
      'always',
      'install  apt-get g++  61.0 s',
    ],
    [
      { type: 'service-skipped', ...WHOSE, reason: 'go is not installed', remedy: 'do' },
      'always',
      'skipped  go-gin: go is not installed\n         to mend it: do',
    ],
    [
      { type: 'build-started', ...WHOSE, fingerprint: 'f', log_file: 'x.log' },
      'step',
      'build    go-gin …',
    ],
    [{ type: 'build-finished', ...BUILT, cached: false }, 'always', 'build    go-gin  1.3 s'],
    [{ type: 'build-finished', ...BUILT, cached: true }, 'detail', 'build    go-gin is up to date'],
    [
      { type: 'build-failed', ...WHOSE, ...FAILURE },
      'always',
      'FAILED   build of go-gin: it died\n    | one\n    | two\n    log: logs/x.log',
    ],
    [{ type: 'verify-started', ...WHOSE }, 'step', 'verify   go-gin …'],
    [{ type: 'verify-finished', ...VERIFIED, cached: false }, 'always', 'verify   go-gin  0.3 s'],
    [
      { type: 'verify-finished', ...VERIFIED, cached: true },
      'detail',
      'verify   go-gin was verified before',
    ],
    [
      { type: 'verify-finished', ...VERIFIED, cached: false, problems: ['a', 'b'] },
      'always',
      'FAILED   go-gin does not keep the contract:\n    - a\n    - b',
    ],
    [{ type: 'measuring-started', expected_ms: 95_400 }, 'step', 'measure  about 1:35'],
    [
      {
        ...{ type: 'server-reached', service: 'mine', url: 'http://127.0.0.1:8000' },
        stats: { server: 'x', build_id: '', pid: 7 },
      },
      'always',
      'running  mine at http://127.0.0.1:8000, pid 7',
    ],
    [
      { type: 'server-reached', service: 'mine', url: 'http://127.0.0.1:8000', stats: null },
      'always',
      'running  mine at http://127.0.0.1:8000, no /stats',
    ],
    [
      { type: 'server-unreachable', service: 'mine', reason: 'nobody is there' },
      'always',
      'FAILED   mine: nobody is there',
    ],
    [
      {
        ...{
          type: 'server-started',
          pass: 'throughput',
          round: 1,
          server: 'go-gin',
          instance: 'process 7.1',
        },
        ...{ port: 40_001, ready_ms: 12, log_file: 'x.log' },
      },
      'detail',
      'server   go-gin ready after 12 ms, port 40001',
    ],
    [
      {
        type: 'server-stopped',
        pass: 'throughput',
        round: 1,
        server: 'go-gin',
        how: 'SIGTERM',
        stop_ms: 20,
      },
      'detail',
      'server   go-gin stopped (SIGTERM) in 20 ms',
    ],
    [
      {
        type: 'server-failed',
        pass: 'throughput',
        round: 2,
        server: 'go-gin',
        ...FAILURE,
        log_tail: [],
      },
      'always',
      'FAILED   round 2, server go-gin: it died',
    ],
    [
      {
        type: 'server-failed',
        pass: 'throughput',
        round: 2,
        server: 'mine',
        reason: 'x',
        log_file: null,
        log_tail: [],
      },
      'always',
      'FAILED   round 2, server mine: x',
    ],
    [
      { type: 'cell-repeated', pass: 'throughput', ...CELL, gate: 'steal', why: 'w' },
      'step',
      'again    round 2  go-gin x cpp-cpr: steal, w',
    ],
    [
      { type: 'cell-failed', pass: 'throughput', ...CELL, ...FAILURE },
      'always',
      'FAILED   [ 5/27] round 2, go-gin x cpp-cpr: it died\n    | one\n    | two\n    log: logs/x.log',
    ],
  ])('%j', (entry, level, text) => {
    expect(said(entry)).toEqual([level, text]);
  });

  test.each<JournalEntry>([
    { type: 'cell-started', pass: 'throughput', ...CELL },
    { type: 'round-finished', pass: 'throughput', round: 1 },
    { ...RESTORED, tuned_by: 'this-run' },
    recorded('run-finished'),
  ])('of $type is nothing', (entry) => {
    expect(said(entry)).toBeNull();
  });
});

test('a name that a server and a client have is told apart by its kind', () => {
  const namesakes = [
    { kind: 'server', name: 'reference' },
    { kind: 'client', name: 'reference' },
    { kind: 'server', name: 'go-gin' },
  ] as const;
  const built = { type: 'build-finished', ...BUILT, cached: false } as const;
  expect(said({ ...built, kind: 'client', service: 'reference' }, namesakes)).toEqual([
    'always',
    'build    reference (client)  1.3 s',
  ]);
  expect(said(built, namesakes)).toEqual(['always', 'build    go-gin  1.3 s']);
});

test.each([
  [0, '0:00'],
  [59_400, '0:59'],
  [59_500, '1:00'],
  [95_000, '1:35'],
  [3_600_000, '60:00'],
  [-5, '0:00'],
])('%d ms on the clock are %s', (ms, text) => {
  expect(clock(ms)).toBe(text);
});

test.each([
  [190_000, 230_000, '3:10 to 3:50'],
  [60_200, 60_400, '1:00'],
])('from %d to %d ms are %s', (low_ms, high_ms, text) => {
  expect(clockRange({ low_ms, high_ms })).toBe(text);
});
