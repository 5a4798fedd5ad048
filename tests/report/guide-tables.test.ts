import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { renderGuideTables } from '../../src/report/guide-tables.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { without } from '../analyse/faults.ts';
import { CLIENTS, journal, service } from '../analyse/fixtures.ts';

function render(entries: readonly JournalEntry[]): string {
  return renderGuideTables(analyseRun(entries), 80, paletteFor(false)).join('\n');
}

/** The line of a service and the one below it, words only. */
function rows(text: string, name: string): string[][] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`${name} `));
  return lines.slice(at, at + 2).map((line) => line.trim().split(/ {2,}/));
}

describe('what the guide expects stands above what was measured', () => {
  const text = render(journal());
  test('for a server, at the client that drove it fastest', () => {
    expect(rows(text, 'rust-actix')).toEqual([
      ['rust-actix', 'guide', '10–30 µs', '50–100 µs', '100k+', '30–50 %'],
      ['with rust-reqwest', 'here', '1.42 ms', '3.53 ms', '60.7k', '81.0 %'],
    ]);
  });

  test('for a client, at the server that it drove fastest', () => {
    expect(rows(text, 'cpp-cpr')).toEqual([
      ['cpp-cpr', 'guide', '0.8–3 ms', '8–15 ms', 'high', 'low'],
      ['with go-gin', 'here', '1.84 ms', '4.58 ms', '99.0', '24.0 MB'],
    ]);
  });
});

test('a language that the guide does not know, or calls by another name', () => {
  const clients = [
    ...CLIENTS,
    service('client', 'node-undici', 'undici', 'javascript', 'undici'),
    service('client', 'cpp-beast', 'Beast', 'C++', 'beast'),
  ];
  const text = render(journal({ clients }));
  expect(rows(text, 'node-undici')[0]).toEqual(['node-undici', 'guide', '-', '-', '-', '-']);
  expect(rows(text, 'cpp-beast')[0]?.[2]).toBe('0.8–3 ms');
});

test('a service without a valid cell has a row of dashes', () => {
  const entries = without(
    journal(),
    (entry) => entry.type === 'cell-measured' && entry.server === 'go-gin',
  );
  expect(rows(render(entries), 'go-gin')[1]).toEqual(['no valid cell', 'here', '-', '-', '-', '-']);
});

describe("the sentence on the guide's latencies", () => {
  const sentence = (settings: object): string =>
    render(journal({ settings })).split('\n').slice(1, 4).join(' ');

  test('they contradict its throughput at this concurrency', () => {
    expect(sentence({})).toContain('cannot hold at 100 connections');
    expect(sentence({})).toContain('which is 1.00 ms at its 100k req/s, not 10–30 µs');
  });

  test('with very few connections they do not', () => {
    expect(sentence({ connections: 2 })).toContain('hold only for up to 3 connections');
  });

  test('in an open loop nothing is a maximum', () => {
    expect(sentence({ rate_per_s: 2000 })).toContain('"max req/s" is no maximum');
  });
});
