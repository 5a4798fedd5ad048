import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Outcome } from '../live/pairbench.ts';
import { caseFolder, cellOf, exported, LIMIT_MS, storedResult } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

/** Readiness and the check against the contract send a few less; the warm-up sends many more. */
const AFTER = '32';
const LOAD = ['-k', 'node-undici', '-c', '2', '-d', '200ms', '-w', '1s', '--rounds', '1'];

/** By the name of a copy of stub-server. */
const LATE = {
  'late-503': [{ STUB_STATUS: '503' }, 'http_503'],
  'late-404': [{ STUB_STATUS: '404' }, 'http_404'],
  'late-302': [{ STUB_STATUS: '302' }, 'http_302'],
  'late-body': [{ STUB_WRONG_ID: '1' }, 'bad_body'],
} as const;
const NEVER = {
  'never-503': [{ STUB_STATUS: '503' }, 'an order was answered with 503'],
  'never-body': [{ STUB_WRONG_ID: '1' }, 'an order was answered with 200'],
} as const;
const HALF = 'half-500';

let work: CaseFolder;
let outcome: Outcome;
let result: RunResult;
let csv: string;

beforeAll(async () => {
  work = caseFolder();
  for (const [name, [fault]] of Object.entries(LATE))
    work.addServer(name, { ...fault, STUB_AFTER: AFTER });
  for (const [name, [fault]] of Object.entries(NEVER)) work.addServer(name, fault);
  work.addServer(HALF, { STUB_STATUS: '500', STUB_AFTER: AFTER, STUB_EACH: '2' });
  outcome = await work.run('-s', 'late-*,never-*,half-*,stub-server', ...LOAD);
  result = storedResult(work);
  csv = exported(work, 'cells.csv');
}, LIMIT_MS);

/** No figure, no rank; and yet in its place. */
function expectNoThroughput(server: string): void {
  const cell = cellOf(result, server, 'node-undici');
  expect(cell.throughput_rps.estimate).toBeNull();
  expect(cell.rtt_ns.p50).toBeNull();
  const entries = result.rankings.flatMap((ranking) => ranking.entries);
  for (const { rank, value, why_not } of entries.filter(({ name }) => name.startsWith(server)))
    expect([rank, value.estimate, why_not]).toEqual([
      null,
      null,
      expect.stringMatching(/^(failed|invalid): /),
    ]);
  expect(csv).toMatch(new RegExp(`^[^,]+,,${server},node-undici,pair,(failed|invalid),`, 'm'));
}

describe('a server that answers at once, but wrong', () => {
  it.each(Object.entries(LATE))(
    'in the whole window has failed, with a rate of 0: %s',
    (server, [, kind]) => {
      expectNoThroughput(server);
      const { status, throughput_rps, requests, reasons } = cellOf(result, server, 'node-undici');
      expect([status, requests.ok]).toEqual(['failed', 0]);
      expect(throughput_rps.rounds).toEqual([{ round: 1, rps: 0 }]);
      expect(requests.by_kind[kind]).toBe(requests.failed);
      expect(reasons[0]).toMatch(
        new RegExp(`no request succeeded in the window, 100 % failed \\([\\d,]+ ${kind}\\)`),
      );
    },
  );

  it('in half of its answers is invalid, with their share', () => {
    expectNoThroughput(HALF);
    const { status, reasons } = cellOf(result, HALF, 'node-undici');
    expect(status).toBe('invalid');
    expect(reasons.join()).toMatch(
      /requests failed in the window, (4[5-9]|5[0-5])\.\d % \([\d,]+ http_500\)/,
    );
  });

  it.each(Object.entries(NEVER))(
    'from the beginning is not measured at all: %s',
    (server, [, reason]) => {
      expectNoThroughput(server);
      const { status, throughput_rps } = cellOf(result, server, 'node-undici');
      expect([status, throughput_rps.rounds]).toEqual(['failed', []]);
      expect(outcome.stderr).toContain(reason);
    },
  );

  it('makes the run fail, in which the sound one is measured', () => {
    expect(outcome.exitCode).toBe(4);
    expect(cellOf(result, 'stub-server', 'node-undici').rounds_measured).toBe(1);
  });
});
