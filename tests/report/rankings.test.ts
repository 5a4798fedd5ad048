import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Ranking } from '../../src/analyse/result-comparison.ts';
import type { Detail } from '../../src/report/detail.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { renderRankings } from '../../src/report/rankings.ts';
import { changed, NO_INTERVAL, resultOf, service } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult, detail: Detail = 'short', width = 80): string[] {
  return renderRankings(result, width, paletteFor(false), detail);
}

function edited(change: (ranking: Ranking) => void): RunResult {
  return changed(comparison(), ({ rankings }) => {
    rankings.forEach(change);
  });
}

/** The lines from the one that begins so to the next of its kind. */
function list(lines: readonly string[], block: string, title: string): string[] {
  const inBlock = lines.slice(lines.findIndex((line) => line.startsWith(block)));
  const from = inBlock.findIndex((line) => line.startsWith(title));
  const length = inBlock.slice(from + 1).findIndex((line) => /^by |^[a-z]/.test(line));
  return inBlock.slice(from + 1, from + 1 + length).map((line) => line.replaceAll(/ {2,}/g, '  '));
}

describe('a ranking', () => {
  const lines = render(comparison());

  test('has rank, value and ratio to the best, with intervals', () => {
    expect(list(lines, 'Servers, with reference as the client', 'by throughput')).toEqual([
      '1  rust-actix  111k (109-113k)  best',
      '2  go-gin  52.6k (51.7-53.6k)  0.474 (0.461-0.486)',
      '3  python-fastapi  8.62k (8.46-8.78k)  0.0776 (0.0755-0.0797)',
    ]);
  });

  test('shows ties as ties', () => {
    const ranks = list(lines, 'Pairs', 'by throughput').map((line) => line.split(' ')[0]);
    expect(ranks).toEqual(['1', '2=', '2=', '2=', '5=', '5=', '7=', '7=', '7=']);
  });

  test('tells CPU per request as a time', () => {
    expect(list(lines, 'Clients', 'by CPU per request')[0]).toBe(
      '1  rust-reqwest  13.0 µs (12.9-13.1)  best',
    );
  });

  test('is followed by its sentences, then by what the columns mean', () => {
    expect(lines).toContain('rust-actix serves 2.11 (2.06-2.17) times go-gin');
    expect(lines.slice(-3).join(' ')).toContain('intervals: 95 %, pooled t.');
  });

  test('by P50 is there in full only', () => {
    expect(lines.join('\n')).not.toContain('by P50');
    expect(render(comparison(), 'full').join('\n')).toContain('by P50 at 4.31k requests/s');
  });
});

describe('what is not ranked is told why', () => {
  test('a bound, with its value', () => {
    const lines = render(
      edited(({ of, metric, entries }) => {
        const first = entries[0];
        if (of !== 'servers' || metric !== 'throughput_rps' || first === undefined) return;
        Object.assign(first, { rank: null, bound: true, ratio_to_best: NO_INTERVAL });
        first.why_not = 'the reference client was the limit';
      }),
    );
    expect(lines).toContain(
      '  not ranked, the reference client was the limit: rust-actix >=111k (109-113k)',
    );
  });

  test('one round, with the values that it has', () => {
    const lines = render(
      edited((ranking) => {
        ranking.absent = 'one round has no interval';
        for (const entry of ranking.entries) {
          Object.assign(entry, { rank: null, why_not: ranking.absent });
          [entry.value.low, entry.value.high] = [null, null];
        }
      }),
    );
    const at = lines.indexOf('Servers, with reference as the client');
    expect(lines.slice(at + 1, at + 3)).toEqual([
      'by throughput: no ranking, one round has no interval',
      '  rust-actix 111k, go-gin 52.6k, python-fastapi 8.62k',
    ]);
    expect(lines.join('\n')).not.toContain('Rank: ');
  });

  test('all rankings of a kind, in one line', () => {
    const lines = render(
      edited((ranking) => {
        if (ranking.of === 'servers')
          Object.assign(ranking, {
            entries: [],
            sentences: [],
            absent: 'there is only one server',
          });
      }),
    );
    const at = lines.indexOf('Servers, with reference as the client');
    expect(lines.slice(at + 1, at + 3)).toEqual(['no ranking, there is only one server', '']);
  });

  test('the best one: the others keep their ratio to it', () => {
    const lines = render(
      edited(({ of, metric, entries }) => {
        const first = entries.shift();
        if (of !== 'servers' || metric !== 'throughput_rps' || first === undefined) return;
        entries.push({ ...first, rank: null, why_not: 'its value is a lower bound' });
      }),
    );
    expect(list(lines, 'Servers', 'by throughput').slice(0, 2)).toEqual([
      '2  go-gin  52.6k (51.7-53.6k)  0.474 (0.461-0.486)',
      '3  python-fastapi  8.62k (8.46-8.78k)  0.0776 (0.0755-0.0797)',
    ]);
  });

  test('a whole ranking', () => {
    const lines = render(
      edited((ranking) => {
        if (ranking.metric !== 'throughput_rps') return;
        Object.assign(ranking, { entries: [], absent: 'the rate was fixed by --rate' });
      }),
    );
    expect(lines).toContain('by throughput: no ranking, the rate was fixed by --rate');
  });
});

describe('a long list', () => {
  const servers = ['one', 'two', 'three', 'four'].map((name) => service('server', name));

  test('is cut in the short report, with a line that says so', () => {
    const lines = render(comparison({ servers }));
    expect(list(lines, 'Pairs', 'by throughput')).toHaveLength(11);
    expect(lines).toContain('  and 2 more, see -v or the JSON result');
  });

  test('is whole in the full one', () => {
    const lines = render(comparison({ servers }), 'full');
    expect(list(lines, 'Pairs', 'by throughput')).toHaveLength(12);
    expect(lines.join('\n')).not.toContain('more, see');
  });
});

test('a name that leaves no room for the figures has a line of its own', () => {
  const name = `${'x'.repeat(39)}y`;
  const lines = render(comparison({ servers: [service('server', name)] }));
  const at = lines.indexOf(`1=  ${name}:rust-reqwest`);
  expect(lines[at + 1]?.trim()).toMatch(/^40\.0k \(39\.3-40\.8k\) +1\.00 /);
});

test('a result without rankings has no section', () => {
  expect(render(resultOf([], {}))).toEqual([]);
});
