import { describe, expect, it } from '@jest/globals';
import { caseFolder, cellOf, exported, LIMIT_MS, storedResult } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

/** Readiness and the check against the contract send fewer; the warm-up sends more. */
const AFTER = '60';
const LOAD = ['-k', 'node-undici', '-c', '2', '-d', '200ms', '-w', '300ms', '--rounds', '2'];

/** Of the cell of the broken server, beside a sound one. */
async function expectNoThroughput(work: CaseFolder) {
  const { exitCode, stdout, stderr } = await work.run('-s', 'broken,stub-server', ...LOAD);
  expect(exitCode).toBe(4);
  const result = storedResult(work);
  const cell = cellOf(result, 'broken', 'node-undici');
  expect(cell.throughput_rps.estimate).toBeNull();
  expect(cell.rtt_ns.p50).toBeNull();
  const ranked = result.rankings.flatMap(({ entries }) => entries);
  for (const { rank, value, why_not } of ranked.filter((one) => one.name.includes('broken')))
    expect([rank, value.estimate, why_not]).toEqual([
      null,
      null,
      expect.stringMatching(/^(failed|invalid): /),
    ]);
  expect(exported(work, 'cells.csv')).toMatch(/^[^,]+,,broken,node-undici,pair,(failed|invalid),/m);
  return { cell, stdout, stderr };
}

describe('a server whose answers in the window are', () => {
  it.each([
    ['503', { STUB_STATUS: '503' }, 'http_503'],
    ['502', { STUB_STATUS: '502' }, 'http_502'],
    ['404', { STUB_STATUS: '404' }, 'http_404'],
    ['redirections', { STUB_STATUS: '302' }, 'http_302'],
    ['200 with another order_id', { STUB_WRONG_ID: '1' }, 'bad_body'],
  ])(
    '%s has failed, with no throughput and in no ranking',
    async (_, fault, kind) => {
      const work = caseFolder();
      work.addServer('broken', { ...fault, STUB_AFTER: AFTER });
      const { cell, stdout } = await expectNoThroughput(work);
      expect(cell.status).toBe('failed');
      expect(cell.throughput_rps.rounds.map(({ rps }) => rps)).toEqual([0, 0]);
      expect(cell.requests.ok).toBe(0);
      expect(cell.requests.by_kind[kind]).toBe(cell.requests.failed);
      expect(stdout).toMatch(
        new RegExp(
          `no request succeeded in the window, 100\\s+% failed\\s+\\([\\d,]+\\s+${kind}\\)`,
        ),
      );
    },
    LIMIT_MS,
  );

  it(
    'half of them errors is invalid, with their share',
    async () => {
      const work = caseFolder();
      work.addServer('broken', { STUB_STATUS: '500', STUB_AFTER: AFTER, STUB_EACH: '2' });
      const { cell } = await expectNoThroughput(work);
      expect(cell.status).toBe('invalid');
      expect(cell.reasons.join()).toMatch(/requests failed in the window, (49|50)\.\d % \(/);
    },
    LIMIT_MS,
  );
});

describe('a server that never answers right', () => {
  it.each([
    ['an error', { STUB_STATUS: '503' }, 'an order was answered with 503'],
    ['another order_id', { STUB_WRONG_ID: '1' }, 'an order was answered with 200'],
  ])(
    'but %s is not measured at all',
    async (_, fault, reason) => {
      const work = caseFolder();
      work.addServer('broken', fault);
      const { cell, stderr } = await expectNoThroughput(work);
      expect(cell.status).toBe('failed');
      expect(cell.throughput_rps.rounds).toEqual([]);
      expect(stderr).toContain(reason);
    },
    LIMIT_MS,
  );
});
