import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Detail } from '../../src/report/detail.ts';
import { renderMatrix } from '../../src/report/matrix-table.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { cellOf, changed, resultOf, service } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult, detail: Detail = 'short', width = 80): string[] {
  return renderMatrix(result, width, paletteFor(false), detail);
}

/** The words of a server's line. */
function line(lines: readonly string[], server: string, label: string): string[] {
  const from = lines.indexOf(server);
  const found = lines.slice(from).find((one) => one.startsWith(`  ${label}`));
  return (found ?? 'no such line').trim().split(/ {2,}/);
}

describe('servers down, clients across, the reference of each side last', () => {
  const lines = render(comparison());

  test('within 80 columns, four by four', () => {
    expect(lines[0]?.trim().split(/ +/)).toEqual([
      'cpp-cpr',
      'python-aiohttp',
      'rust-reqwest',
      'reference',
    ]);
    const names = lines.slice(1, lines.indexOf('')).filter((one) => !one.startsWith(' '));
    expect(names).toEqual(['go-gin', 'python-fastapi', 'rust-actix', 'reference']);
  });

  test('a throughput that the client limits is a lower bound for the server', () => {
    expect(line(lines, 'go-gin', 'req/s')).toEqual(['req/s', '52.6k', '>=17.5k', '52.6k', '52.6k']);
  });

  test('each has its interval, and its limit as sign and word', () => {
    expect(line(lines, 'go-gin', '95 %')[1]).toBe('51.7-53.6k');
    expect(line(lines, 'go-gin', 'limit').slice(1)).toEqual([
      '◊ both',
      '▴ client',
      '◂ server',
      '◂ server',
    ]);
  });

  test('disturbed and bimodal cells are marked, with a line only where there are some', () => {
    expect(lines.filter((one) => one.trim() === '~ disturbed')).toHaveLength(1);
    expect(lines.filter((one) => one.trim() === '~ bimodal')).toHaveLength(1);
    expect(lines.join('\n')).toContain('~ bimodal: the program itself has two speeds');
  });

  test('range and tail are told only in full', () => {
    expect(lines.join('\n')).not.toMatch(/rounds {2}|P99\/P50/);
    const full = render(comparison(), 'full');
    expect(line(full, 'go-gin', 'rounds')[1]).toBe('51.9-53.3k');
    expect(line(full, 'go-gin', 'P99/P50')[1]).toBe('2.59');
  });

  test('the legend says that latencies of a closed loop are no comparison', () => {
    expect(lines.join(' ')).toContain('connections / throughput and is no comparison.');
  });
});

describe('the reference services', () => {
  const palette = paletteFor(true);
  const coloured = (result: RunResult): string[] => renderMatrix(result, 80, palette, 'short');

  test('are grey', () => {
    const lines = coloured(comparison());
    expect(lines).toContain(palette.dim('reference'));
    expect(lines[0]?.endsWith(palette.dim('       reference'))).toBe(true);
    expect(lines[2]?.endsWith(palette.dim('           52.6k'))).toBe(true);
  });

  test('are as any other when they were chosen', () => {
    const services = [service('server', 'reference'), service('client', 'reference')];
    const lines = coloured(
      resultOf(services, { cells: [cellOf('reference', 'reference', 128_000)] }),
    );
    expect(lines).toContain(palette.bold('reference'));
    expect(lines.join('\n')).not.toContain('the ceiling of each side');
  });

  test('go on in another table where they do not fit', () => {
    const clients = [1, 2, 3, 4].map((number) => service('client', `client-${number}-xxxxxxx`));
    const heads = render(comparison({ clients })).filter((one) => /^ +client-\d/.test(one));
    expect(heads).toHaveLength(2);
    expect(heads[1]).toMatch(/client-4-xxxxxxx +reference$/);
  });

  test('are not there without ceilings', () => {
    const without = changed(comparison(), (run) => {
      [run.ceilings, run.reference] = [[], null];
    });
    expect(render(without).join('\n')).not.toContain('reference');
  });
});

describe('names', () => {
  test('of clients that do not fit side by side go on below, none is left out', () => {
    const clients = Array.from({ length: 8 }, (_, index) => service('client', `client-${index}`));
    const heads = render(comparison({ clients })).filter((one) => /^ +client-\d/.test(one));
    for (const { name } of clients) expect(heads.join()).toContain(name);
  });

  test('that differ only at the end stay apart', () => {
    const clients = ['tokio', 'async'].map((end) =>
      service('client', `rust-a-very-long-client-name-${end}`),
    );
    const text = render(comparison({ clients })).join('\n');
    expect(text).toContain('rust-a-v…e-tokio');
    expect(text).toContain('rust-a-v…e-async');
  });

  test.each([['🚀'.repeat(20)], ['x'.repeat(40)], ['伺服器'.repeat(7)]])(
    'of any script keep the columns in line: %s',
    (name) => {
      const lines = render(
        comparison({ servers: [service('server', name)], clients: [service('client', name)] }),
      );
      const widths = lines.slice(0, lines.indexOf('')).filter((one) => one.startsWith('  '));
      expect(new Set(widths.map((one) => stringWidth(one))).size).toBe(1);
    },
  );
});

test('a pair that was not chosen has an empty place', () => {
  const result = changed(comparison(), (run) => {
    run.cells = run.cells.filter(
      ({ server, client }) => server !== 'go-gin' || client !== 'cpp-cpr',
    );
  });
  const lines = render(result);
  const [first = '', second = ''] = ['go-gin', 'python-fastapi'].map(
    (server) => lines[lines.indexOf(server) + 1] ?? '',
  );
  expect(first.length).toBe(second.length);
  expect(line(lines, 'go-gin', 'req/s')).toEqual(['req/s', '>=17.5k', '52.6k', '52.6k']);
});
