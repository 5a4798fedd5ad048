import { describe, expect, test } from '@jest/globals';
import type { Compared } from '../../../src/analyse/comparison/compared.ts';
import { cell, compared } from './compared-fixture.ts';
import {
  CLIENT_BUSY,
  entryOf,
  places,
  ranking,
  rounds,
  SERVER_BUSY,
  serversAt,
  shapes,
} from './ranking-fixture.ts';

describe('servers by throughput, under the reference client', () => {
  test('where it was not the limit', () => {
    const servers = ranking(
      'servers',
      'throughput_rps',
      serversAt({
        'go-gin': { rps: rounds(53_000, 0), ...SERVER_BUSY },
        'python-fastapi': { rps: rounds(8_000, 1), client_busy: 0.2, server_busy: 0.2 },
        'rust-actix': { rps: rounds(110_000, 2), client_busy: 0.97, server_busy: 0.98 },
      }),
    );
    expect(servers.under).toBe('reference');
    expect(places(servers)).toEqual([
      ['rust-actix', 1],
      ['go-gin', 2],
      ['python-fastapi', 3],
    ]);
    expect(shapes(servers)).toEqual([
      'rust-actix serves RATIO times go-gin',
      'rust-actix serves RATIO times python-fastapi',
    ]);
    expect(servers.sentences[0]).toMatch(/ 2\.\d+ \(2\.\d+-2\.\d+\) /);
  });

  test('a lower bound has no rank, and counts as better where it surely is', () => {
    const servers = ranking(
      'servers',
      'throughput_rps',
      serversAt({
        'go-gin': { rps: rounds(53_000, 0), ...SERVER_BUSY },
        'rust-actix': { rps: rounds(110_000, 2), ...CLIENT_BUSY },
      }),
    );
    expect(entryOf(servers, 'rust-actix')).toMatchObject({
      bound: true,
      rank: null,
      tied_with_best: false,
      why_not: 'the reference client was the limit',
    });
    expect(entryOf(servers, 'rust-actix').value.estimate).toBeCloseTo(110_000, -1);
    expect(entryOf(servers, 'go-gin')).toMatchObject({ rank: 2, bound: false, why_not: null });
    expect(servers.entries.map(({ name }) => name)).toEqual(['go-gin', 'rust-actix']);
    expect(shapes(servers)).toEqual(['rust-actix serves at least RATIO times go-gin']);
  });

  test('nobody is ranked above a lower bound that may be better', () => {
    const servers = ranking(
      'servers',
      'throughput_rps',
      serversAt({
        'cpp-beast': { rps: rounds(112_000, 0), ...SERVER_BUSY },
        'go-gin': { rps: rounds(53_000, 1), ...SERVER_BUSY },
        'rust-actix': { rps: rounds(110_000, 2), ...CLIENT_BUSY },
        'rust-hyper': { rps: rounds(30_000, 3), ...CLIENT_BUSY },
      }),
    );
    expect(servers.entries.map(({ name, why_not }) => [name, why_not])).toEqual([
      ['cpp-beast', 'rust-actix and rust-hyper may be better: their values are lower bounds'],
      ['rust-actix', 'the reference client was the limit'],
      ['go-gin', 'rust-hyper may be better: its value is a lower bound'],
      ['rust-hyper', 'the reference client was the limit'],
    ]);
    expect(shapes(servers)).toEqual(['cpp-beast serves RATIO times go-gin']);
  });

  test('where the limit is not known there is no rank', () => {
    const servers = ranking(
      'servers',
      'throughput_rps',
      serversAt({
        elsewhere: { rps: rounds(90_000, 0), client_busy: 0.5 },
        'go-gin': { rps: rounds(53_000, 1), ...SERVER_BUSY },
        unseen: { rps: rounds(90_000, 2) },
      }),
    );
    // Of one whose own CPU use is not known, the client's being idle is enough.
    expect(entryOf(servers, 'elsewhere').why_not).toBe(
      'unseen may be better: its value is a lower bound',
    );
    expect(entryOf(servers, 'unseen')).toMatchObject({
      bound: false,
      rank: null,
      why_not: 'whether the reference client was the limit is not known',
    });
    expect(entryOf(servers, 'go-gin').rank).toBe(3);
  });

  test.each<[string, Partial<Compared>, string]>([
    ['without a reference', { reference: null }, 'no ceilings were measured'],
    ['of one server', { cells: [cell('go-gin:cpp-cpr')] }, 'there is only one server'],
    ['at a fixed rate', { rate_per_s: 2000 }, 'the rate was fixed by --rate'],
  ])('%s there is none', (_, changes, absent) => {
    const all = serversAt({ 'go-gin': SERVER_BUSY, 'rust-actix': SERVER_BUSY }, changes);
    expect(ranking('servers', 'throughput_rps', all)).toMatchObject({
      entries: [],
      sentences: [],
      method: null,
      absent,
    });
  });

  test('one that was not measured with it says so', () => {
    const all = compared({ cells: [cell('go-gin:cpp-cpr'), cell('rust-actix:cpp-cpr')] });
    const servers = ranking('servers', 'throughput_rps', all);
    expect(servers).toMatchObject({ method: null, sentences: [] });
    expect(entryOf(servers, 'go-gin').why_not).toBe('go-gin with reference was not measured');
  });

  test('the reference server is ranked only if it was chosen', () => {
    const names = (of: Compared): string[] =>
      ranking('servers', 'throughput_rps', of).entries.map(({ name }) => name);
    const ceilings = { 'go-gin': SERVER_BUSY, 'rust-actix': SERVER_BUSY };
    const all = serversAt(ceilings);
    const reference = cell('reference:reference', { rps: rounds(140_000, 3), ...SERVER_BUSY });
    expect(names({ ...all, ceilings: [...all.ceilings, reference] })).not.toContain('reference');
    expect(names({ ...all, cells: [...all.cells, reference] })).toContain('reference');
  });
});

test('clients by throughput, against the reference server', () => {
  const all = compared({
    cells: ['cpp-cpr', 'python-aiohttp', 'rust-reqwest', 'wrk'].map((client) =>
      cell(`go-gin:${client}`),
    ),
    ceilings: [
      cell('reference:cpp-cpr', { rps: rounds(65_000, 0), ...CLIENT_BUSY }),
      cell('reference:python-aiohttp', { rps: rounds(20_000, 3), ...CLIENT_BUSY }),
      cell('reference:rust-reqwest', { rps: rounds(85_000, 1), ...CLIENT_BUSY }),
      cell('reference:wrk', { rps: rounds(141_000, 2), ...SERVER_BUSY }),
    ],
  });
  const clients = ranking('clients', 'throughput_rps', all);
  expect(clients.under).toBe('reference');
  expect(places(clients)).toEqual([
    ['rust-reqwest', 2],
    ['cpp-cpr', 3],
    ['python-aiohttp', 4],
    ['wrk', null],
  ]);
  expect(entryOf(clients, 'wrk').why_not).toBe('the reference server was the limit');
  expect(shapes(clients)[0]).toBe(
    'wrk sends at least RATIO times as many requests as rust-reqwest',
  );
});
