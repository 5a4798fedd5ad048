import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { orphans } from '../../src/host/owner.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';
import type { Outcome } from './pairbench.ts';

const SHORT = ['-w', '200ms', '-c', '16', '--json'];
/** Rounds enough for rankings, in windows of several samples. */
const ROUNDS = ['-d', '1500ms', '--rounds', '3'];
/** The second pass over all pairs, which no ranking is made of here. */
const ONCE = ['-d', '1s', '--rounds', '1', '--no-ceilings'];
const WITH_LATENCY = { PAIRBENCH_LATENCY: 'true' };
/** Nine pairs, and each service with the reference at the other end. */
const MEASURED = 16;
const LIMIT_MS = 15 * 60_000;

describe('the default matrix', () => {
  let outcome: Outcome;
  let result: RunResult;

  beforeAll(async () => {
    outcome = await pairbench([...SHORT, ...ROUNDS], tempFolder());
    result = resultOf(outcome);
  }, LIMIT_MS);

  it('ends with nine valid cells and exit code 0', () => {
    const faulty = result.cells.filter((cell) => cell.status !== 'valid');
    expect(faulty.map(({ server, client, reasons }) => ({ server, client, reasons }))).toEqual([]);
    expect(result.counts).toMatchObject({ planned: 9, valid: 9 });
    expect(outcome.exitCode).toBe(0);
  });

  it('has the same count on both sides, C connections and no error in every cell', () => {
    for (const cell of result.cells) {
      const checks = Object.fromEntries(cell.checks.map(({ name, value }) => [name, value]));
      expect(checks).toMatchObject({ requests_match_server: 0, no_errors: 0 });
      expect(cell.connections_opened).toBe(16);
      expect(cell.requests.failed).toBe(0);
    }
  });

  it('knows the CPU, memory and open files of both sides', () => {
    for (const { cpu_us_per_request, rss_bytes, fds_peak } of result.cells) {
      expect(cpu_us_per_request.client).toBeGreaterThan(0);
      expect(cpu_us_per_request.server).toBeGreaterThan(0);
      expect(rss_bytes.client_peak).toBeGreaterThan(1_000_000);
      expect(rss_bytes.server_peak).toBeGreaterThan(1_000_000);
      expect(fds_peak.server).toBeGreaterThanOrEqual(16);
    }
  });

  it('knows the sockets and context switches of both sides, and what the machine did', () => {
    for (const { sockets_peak, context_switches_per_s, machine } of result.cells) {
      for (const side of ['client', 'server'] as const) {
        expect(sockets_peak[side]).toBeGreaterThanOrEqual(16);
        expect(context_switches_per_s[side].peak).toBeGreaterThan(0);
      }
      expect(machine.foreign_cpus.max).toBeGreaterThanOrEqual(0);
      expect(machine.tcp_sockets_peak).toBeGreaterThanOrEqual(32);
    }
  });

  it('names the versions of all libraries, cpr and libcurl among them', () => {
    const versions = Object.fromEntries(
      result.environment.services.map((service) => [service.name, service.versions]),
    );
    expect(Object.values(versions).every((one) => Object.keys(one).length > 0)).toBe(true);
    expect(versions['cpp-cpr']?.cpr).toMatch(/^\d/);
    expect(versions['cpp-cpr']?.libcurl).toMatch(/^\d/);
  });

  it('has a ceiling for each side of each pair', () => {
    const pairs = result.ceilings.map(({ server, client }) => `${server}:${client}`);
    const names = (kind: string): string[] =>
      result.environment.services.flatMap((one) => (one.kind === kind ? [one.name] : []));
    const wanted = [
      ...names('server').map((server) => `${server}:reference`),
      ...names('client').map((client) => `reference:${client}`),
    ];
    expect(pairs.sort()).toEqual([...new Set(wanted)].sort());
    expect(pairs.length + result.cells.length).toBe(MEASURED);
  });

  it('finds the client to be the limit where python-aiohttp meets a fast server', () => {
    for (const server of ['rust-actix', 'go-gin']) {
      const cell = result.cells.find(
        (one) => one.server === server && one.client === 'python-aiohttp',
      );
      expect(cell?.bound).not.toBe('client');
      if (cell?.disturbed === false)
        expect([cell.bottleneck.verdict, cell.bound]).toEqual(['client', 'server']);
    }
  });

  it('finds the server to be the limit, or both, where python-aiohttp meets python-fastapi', () => {
    const cell = result.cells.find(
      ({ server, client }) => server === 'python-fastapi' && client === 'python-aiohttp',
    );
    expect(cell?.bound).not.toBe('server');
    if (cell?.disturbed === false) expect(cell.bottleneck.verdict).toMatch(/^(server|both)$/);
  });

  it('ranks servers under the reference client, where the server was the limit', () => {
    const ranking = result.rankings.find(
      ({ of, metric }) => of === 'servers' && metric === 'throughput_rps',
    );
    expect(ranking?.under).toBe('reference');
    expect(ranking?.entries).toHaveLength(3);
    for (const { name, rank, bound, why_not } of ranking?.entries ?? []) {
      const cell = result.ceilings.find((one) => one.server === name && one.client === 'reference');
      expect({ name, bound }).toEqual({ name, bound: cell?.bound === 'server' });
      expect({ name, isRanked: rank !== null }).toEqual({ name, isRanked: why_not === null });
      if (cell?.disturbed === false && cell.bound !== 'server')
        expect({ name, why_not }).toEqual({ name, why_not: null });
    }
  });

  it('leaves no process behind', () => {
    expect(orphans()).toEqual([]);
  });

  it('writes progress to stderr alone, a line a cell, without escape codes', () => {
    expect(outcome.stderr).not.toContain('\u001b');
    expect(outcome.stderr).not.toContain('\r');
    const lines = outcome.stderr.matchAll(/^\[ *\d+\/\d+\] round 1 {2}(\S+ x \S+)/gm);
    // A window that is measured again has one more.
    expect(new Set([...lines].map(([, pair]) => pair)).size).toBe(MEASURED);
  });
});

it(
  'the second pass compares latency at one rate, which every pair can keep',
  async () => {
    const outcome = await pairbench([...SHORT, ...ONCE], tempFolder(), WITH_LATENCY);
    const { latency_at_rate, cells } = resultOf(outcome);
    const rates = latency_at_rate.map(({ rate_per_s }) => rate_per_s);
    const slowest = Math.min(
      ...cells.flatMap(({ throughput_rps }) => throughput_rps.estimate ?? []),
    );
    expect(new Set(rates).size).toBe(1);
    expect(rates[0]).toBeLessThan(slowest);
    const chosen = latency_at_rate.filter(({ server, client }) =>
      cells.some((cell) => cell.server === server && cell.client === client),
    );
    expect(chosen).toHaveLength(9);
    for (const { status, rtt_ns, reasons } of chosen)
      expect(status === 'valid' ? rtt_ns.p50 : reasons.length).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
