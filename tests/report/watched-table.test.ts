import { describe, expect, test } from '@jest/globals';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { Detail } from '../../src/report/detail.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { renderWatched } from '../../src/report/watched-table.ts';
import { SOMEWHERE, without, withWindow } from '../analyse/faults.ts';
import { CLIENTS, journal, SERVERS } from '../analyse/fixtures.ts';
import { expectGolden } from './golden.ts';

const WIDTH = 80;

function render(result: RunResult, detail: Detail): string[] {
  return renderWatched(result, WIDTH, paletteFor(false), detail);
}

/** The words of the line that begins with this name, in the part behind the pair if one is given. */
function lineOf(lines: readonly string[], name: string, pair?: string): string {
  const from = pair === undefined ? 0 : lines.indexOf(pair);
  const found = lines.slice(from).find((line) => line.trimStart().startsWith(name));
  return (found ?? 'no such line').trim().split(/\s+/).join(' ');
}

const { server: SERVER, client: CLIENT } = SOMEWHERE;

/** One window in which the machine and both sides had more to do than in all others. */
const busy = (): JournalEntry[] =>
  withWindow(journal(), SOMEWHERE, ({ usage, machine }) => {
    for (const sample of usage.server.samples.slice(1)) {
      sample.disk_write_bytes = (sample.disk_write_bytes ?? 0) + 7e6;
      sample.fds = 4711;
      sample.cpu_ns = (sample.cpu_ns ?? 0) + 150_000_000;
    }
    for (const sample of machine.slice(1)) {
      sample.busy_ns = (sample.busy_ns ?? 0) + 170_000_000;
      sample.steal_ns = 30_000_000;
      sample.time_wait_sockets = 28_000;
    }
  });

function edited(change: (cell: Cell) => void): RunResult {
  const result = structuredClone(analyseRun(journal()));
  for (const cell of result.cells) change(cell);
  return result;
}

describe('a line for each service', () => {
  test('holds the most of all its pairs', () => {
    const lines = render(analyseRun(busy()), 'short');
    expect(lineOf(lines, SERVER)).toBe('go-gin 81/96 41.0 MB 4.71k 102 12.7k 7.01 MB');
    expect(lineOf(lines, 'rust-actix')).toBe('rust-actix 81/81 41.0 MB 112 102 12.7k 10.0 kB');
    expect(lineOf(lines, CLIENT)).toBe('cpp-cpr 97/97 24.0 MB 112 102 12.7k 10.0 kB');
  });

  test('comes with one on the machine: the usual, and the most', () => {
    const text = render(analyseRun(busy()), 'short').join(' ');
    expect(text).toContain(
      'Machine: others 2.00 % of a CPU (most 4.00 %), of which pairbench 1.00 %; stolen at most 3.00 %;',
    );
    expect(text).toContain('TCP sockets at most 230, 28.0k in TIME_WAIT.');
  });

  test('servers come first, as in the matrix', () => {
    const result = analyseRun(journal());
    result.environment.services.reverse();
    const names = render(result, 'short')
      .slice(2, 8)
      .map((line) => line.split(' ')[0]);
    const reversed = [...SERVERS.toReversed(), ...CLIENTS.toReversed()];
    expect(names).toEqual(reversed.map(({ name }) => name));
  });
});

describe('lines for each pair', () => {
  test('tell its own figures, and what the machine did meanwhile', () => {
    const lines = render(analyseRun(busy()), 'full');
    const pair = `${SERVER}:${CLIENT}`;
    expect(lineOf(lines, 'server', pair)).toBe('server 81/96 41.0 MB 4.71k 102 12.7k 7.01 MB');
    expect(lineOf(lines, 'client', pair)).toBe('client 97/97 24.0 MB 112 102 12.7k 10.0 kB');
    expect(lineOf(lines, 'others', pair)).toContain('most 4.00 %');
    expect(lineOf(lines, 'others', 'rust-actix:cpp-cpr')).toContain('most 2.00 %');
  });

  test('in full', () => {
    const [server, client] = [SERVERS.slice(0, 1), CLIENTS.slice(0, 2)];
    const result = analyseRun(journal({ servers: server, clients: client }));
    expectGolden('watched-pairs.txt', `${render(result, 'full').join('\n')}\n`);
  });
});

describe('what is not known', () => {
  test('is a dash, and leaves the rest of the line', () => {
    const result = edited((cell) => {
      cell.sockets_peak.server = null;
      cell.disk_bytes_per_s.server.peak = null;
      cell.cpu_utilisation.server = null;
      cell.machine.foreign_cpus.mean = null;
      cell.machine.foreign_cpus.max = null;
    });
    const lines = render(result, 'short');
    expect(lineOf(lines, SERVER)).toBe('go-gin -/81 41.0 MB 112 - 12.7k -');
    expect(lines.join(' ')).toContain('others - of a CPU (most -), of which pairbench 1.00 %');
    expect(lines.join(' ')).toContain('-: not known, the JSON result says why.');
    expect(render(analyseRun(journal()), 'short').join(' ')).not.toContain('not known');
  });

  test('in one pair is left out of the most of its service', () => {
    const result = edited((cell) => {
      if (cell.client === CLIENT) cell.sockets_peak.server = null;
    });
    expect(lineOf(render(result, 'short'), SERVER)).toContain(' 102 ');
  });

  test('is no section at all where nothing was measured', () => {
    const nothing = without(journal(), ({ type }) => type === 'cell-measured');
    expect(render(analyseRun(nothing), 'short')).toEqual([]);
    expect(render(analyseRun(nothing), 'full')).toEqual([]);
  });

  test('is no line where a service was not measured', () => {
    const few = without(
      journal(),
      (entry) => entry.type === 'cell-measured' && entry.server === SERVER,
    );
    expect(lineOf(render(analyseRun(few), 'short'), SERVER)).toBe('no such line');
    expect(render(analyseRun(few), 'full').join(' ')).not.toContain(SERVER);
  });
});
