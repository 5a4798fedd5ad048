import { describe, expect, test } from '@jest/globals';
import { idleNotices } from '../../src/analyse/idle-notices.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import { cellOf, notValid } from '../report/cell-fixture.ts';
import { journal } from './fixtures.ts';

const CLOSED = { rate_per_s: null };

/** A round trip of 100 us, of which both sides worked so many. */
const cell = (server: string, client_us: number | null, server_us: number | null) =>
  cellOf(server, 'reqwest', 1000, {
    cpu_us_per_request: { client: client_us, server: server_us },
    rtt_ns: { mean: 100_000, p50: 1, p95: 1, p99: 1, p999: 1, max: 1 },
  });

describe('with one connection', () => {
  const notices = (...cells: Parameters<typeof idleNotices>[1][number][]) =>
    idleNotices({ connections: 1, ...CLOSED }, cells);

  test('it is said for how much of a round trip nobody worked', () => {
    expect(notices(cell('actix', 30, 25), cell('gin', 40, 35))).toEqual([
      'with 1 connection client and server take turns, each asleep while the other works: for 25 to 45 % ' +
        'of a round trip neither worked. That is the machine leaving idle, about half of a fast ' +
        "pair's latency, or a service that waits",
    ]);
    expect(notices(cell('actix', 30, 25))[0]).toContain('for 45 % of a round trip');
  });

  test('the rest is said where the CPU time is not known', () => {
    const [notice = '', ...more] = notices(cell('actix', null, 25));
    expect(more).toEqual([]);
    expect(notice).toContain('the machine leaving idle');
    expect(notice).not.toMatch(/\d %/);
  });

  test('pairs that are not valid tell nothing of it', () => {
    const broken = notValid(cell('gin', 1, 1), 'invalid', 'errors');
    expect(notices(cell('actix', 30, 25), broken)[0]).toContain('for 45 % of a round trip');
  });
});

describe('with a few connections', () => {
  const idle = cellOf('actix', 'reqwest', 1000, { cpu_utilisation: { client: 0.6, server: 0.5 } });
  const busy = cellOf('gin', 'reqwest', 1000, { cpu_utilisation: { client: 0.97, server: 0.5 } });

  test('pairs are named of which both sides were idle at times', () => {
    const [notice = '', ...more] = idleNotices({ connections: 4, ...CLOSED }, [idle, busy]);
    expect(more).toEqual([]);
    expect(notice).toContain('with 4 connections both sides of actix:reqwest were idle at times');
    expect(idleNotices({ connections: 4, ...CLOSED }, [busy])).toEqual([]);
  });

  test('eight are enough, and at a given rate idling is no accident', () => {
    expect(idleNotices({ connections: 8, ...CLOSED }, [idle])).toEqual([]);
    expect(idleNotices({ connections: 1, rate_per_s: 100 }, [idle])).toEqual([]);
  });
});

test('the result of a run has it among its notices', () => {
  const settings = { connections: 1, duration_ms: null, requests: 2000 };
  expect(analyseRun(journal({ settings })).notices.join('\n')).toContain('with 1 connection');
  expect(analyseRun(journal()).notices.join('\n')).not.toContain('connection');
});
