/** wrk as a client of the matrix, with the real wrk: throughput and CPU, and nothing that it cannot tell. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell } from '../../src/analyse/result.ts';
import { resultOf } from './pairbench.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

const REASON = 'wrk is load-only: it gives throughput only';
const SHORT = ['-c', '4', '-w', '100ms', '-d', '1s', '--rounds', '1', '--json'];
const BOTH = ['-s', 'node-http', '-k', 'wrk,node-undici', '--latency', ...SHORT];

/** The fixture services, and wrk as it is delivered. */
function withWrk(): Work {
  const work = workFolder();
  cpSync('services/clients/wrk', path.join(work.services, 'clients', 'wrk'), { recursive: true });
  return work;
}

function ofClient(cells: readonly Cell[], client: string): Cell {
  const found = cells.find((cell) => cell.client === client);
  if (found === undefined) throw new Error(`there is no cell of ${client}`);
  return found;
}

/** Replaces a part of a file. */
function replaceIn(file: string, part: RegExp, text: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(part, text));
}

beforeAll(async () => {
  const { exitCode, stdout } = await withWrk().run('build', 'wrk', 'node-http', 'node-undici');
  expect([exitCode, stdout]).toEqual([0, '3 of 3 services are built\n']);
}, LIMIT_MS);

describe('wrk', () => {
  it(
    'is measured beside a client: its throughput and CPU, no latencies, no second pass',
    async () => {
      const outcome = await withWrk().run(...BOTH);
      const { cells, latency_at_rate, environment, rankings } = resultOf(outcome);
      const wrk = ofClient(cells, 'wrk');
      expect(wrk).toMatchObject({ status: 'valid', reasons: [] });
      expect(wrk.throughput_rps.estimate).toBeGreaterThan(0);
      // All of its work is done by a child that has ended before the last sample.
      expect(wrk.cpu_us_per_request.client).toBeGreaterThan(1);
      expect(wrk.cpu_us_per_request.server).toBeGreaterThan(1);
      expect(wrk.rtt_ns).toMatchObject({ mean: null, p50: null, p99: null, max: null });
      expect(wrk.absent['rtt_ns.p50']).toBe(REASON);
      const unmade = wrk.checks.filter(({ ok }) => ok === null).map(({ name }) => name);
      expect(unmade.sort()).toEqual(['connections_accepted', 'connections_opened', 'littles_law']);
      expect(ofClient(cells, 'node-undici').rtt_ns.p50).toBeGreaterThan(0);
      expect(latency_at_rate.map(({ client }) => client)).toEqual(['node-undici']);
      const byLatency = rankings.find(
        ({ of, metric }) => of === 'pairs' && metric === 'p50_at_rate_ns',
      );
      expect(byLatency?.entries.find(({ name }) => name === 'node-http:wrk')).toMatchObject({
        rank: null,
        why_not: REASON,
      });
      const facts = environment.services.find(({ name }) => name === 'wrk');
      expect(facts?.load_only).toBe(true);
      expect(facts?.versions.wrk).toMatch(/\d+\.\d+/);
      expect(outcome.exitCode).toBe(0);
    },
    LIMIT_MS,
  );

  it.each([
    ['-n 40', '--requests: wrk runs for a time, not for a number of requests'],
    ['-r 100', '--rate: wrk sends as fast as it can, it has no open loop'],
    ['-d 1500ms', '--duration: wrk knows whole seconds only, not "1500ms"'],
  ])(
    'refuses a run with %s, for one reason, and nobody else is held up',
    async (words, reason) => {
      const short = ['-c', '4', '-w', '100ms', '--rounds', '2', '--no-latency', '--json'];
      const length = words.startsWith('-r') ? ['-d', '1s'] : [];
      const outcome = await withWrk().run(
        ...['-s', 'node-http', '-k', 'wrk,node-undici', ...short, ...length, ...words.split(' ')],
      );
      const { cells } = resultOf(outcome);
      expect(ofClient(cells, 'wrk')).toMatchObject({
        status: 'skipped',
        reasons: [`wrk was skipped: ${reason}`],
      });
      expect(ofClient(cells, 'node-undici').status).toBe('valid');
      expect(outcome.stderr).toContain(`skipped  wrk: ${reason}\n`);
      expect(outcome.exitCode).toBe(4);
    },
    LIMIT_MS,
  );

  it(
    'has no success with a server that fails, however fast that is',
    async () => {
      const work = withWrk();
      const manifest = path.join(work.services, 'servers', 'stub-server', 'service.yaml');
      // It is sound while it is verified, and fails before the window begins.
      const faults = "env: { STUB_STATUS: '503', STUB_AFTER: '500' }";
      replaceIn(manifest, /start:\n/, `start:\n  ${faults}\n`);
      const { exitCode, stdout } = await work.run('-s', 'stub-server', '-k', 'wrk', ...SHORT);
      expect(exitCode).toBe(4);
      const cell = ofClient(resultOf({ exitCode, stdout, stderr: '' }).cells, 'wrk');
      expect(cell.status).toBe('failed');
      expect(cell.reasons[0]).toMatch(
        /^round 1: no request succeeded in the window, 100 % failed \([\d,]+ other\)$/,
      );
      expect(cell.throughput_rps.estimate).toBeNull();
    },
    LIMIT_MS,
  );
});
