import { describe, expect, test } from '@jest/globals';
import type { KnownServer } from '../../../src/measure/external/attach.ts';
import { verifyExternal } from '../../../src/measure/external/verify-external.ts';
import type { MeasureFact } from '../../../src/measure/facts.ts';
import { unusedUrl } from '../../../src/measure/conformance/scenarios/exits.ts';
import { readVectors } from '../../../src/measure/conformance/vectors.ts';
import { measureContext } from '../../helpers/measure-context.ts';
import { ContractServer } from '../conformance/contract-server.ts';
import type { Bend } from '../conformance/contract-server.ts';

const vectors = await readVectors('services/vectors/orders.json');

async function verified(
  url: string,
): Promise<{ known: KnownServer | null; facts: readonly MeasureFact[] }> {
  const context = measureContext();
  const external = { name: 'mine', kind: 'server', url, process: null } as const;
  const known = await verifyExternal(external, vectors, context);
  return { known, facts: context.facts };
}

describe('a server that already runs', () => {
  test('is known by its last answer, and what it says of itself is kept', async () => {
    await using server = await ContractServer.start();
    const { known, facts } = await verified(server.url);
    expect(known).toMatchObject({ url: server.url, external: { name: 'mine' } });
    expect(known?.stats?.total_requests).toBeGreaterThan(10); // so that a restart is seen
    expect(facts).toEqual([
      { type: 'verify-started', kind: 'server', service: 'mine' },
      {
        ...{ type: 'server-reached', service: 'mine', url: server.url },
        stats: { server: 'contract', build_id: 'b', pid: process.pid },
      },
      {
        ...{
          type: 'verify-finished',
          kind: 'server',
          service: 'mine',
          cached: false,
          problems: [],
        },
        duration_ms: expect.any(Number),
      },
    ]);
  });

  test('without /stats is held to the rest of the contract', async () => {
    await using server = await ContractServer.start((right, { route }) =>
      route.endsWith(' /stats') ? { ...right, status: 404 } : right,
    );
    const { known, facts } = await verified(server.url);
    expect(known).toMatchObject({ stats: null });
    expect(facts).toContainEqual(expect.objectContaining({ type: 'server-reached', stats: null }));
  });

  test('that nobody takes a connection for is not verified', async () => {
    const url = await unusedUrl('127.0.0.1');
    const { known, facts } = await verified(url);
    expect(known).toBeNull();
    expect(facts).toEqual([
      {
        ...{ type: 'server-unreachable', service: 'mine' },
        reason: expect.stringMatching(`^${url} cannot be reached: .*ECONNREFUSED`),
      },
    ]);
  });

  test.each<[string, Bend, number, RegExp]>([
    [
      'lets long bodies pass',
      (right) => (right.status === 413 ? { ...right, status: 200 } : right),
      2,
      /413/,
    ],
    ['takes no orders', (right) => ({ ...right, status: 404 }), 1, /^an order was answered/],
    [
      'breaks very many',
      (right, { route }) =>
        route === 'POST /order' && right.status === 400 ? { ...right, status: 500 } : right,
      11,
      /^and \d+ more$/,
    ],
  ])('that %s is not measured, with the problems', async (_, bend, count, problem) => {
    await using server = await ContractServer.start(bend);
    const { known, facts } = await verified(server.url);
    expect(known).toBeNull();
    const finished = facts.find((fact) => fact.type === 'verify-finished');
    expect(finished?.problems).toHaveLength(count);
    expect(finished?.problems).toContainEqual(expect.stringMatching(problem));
  });

  test('that is gone before it was checked to the end is not measured', async () => {
    let orders = 0;
    await using server = await ContractServer.start((right, { route }) => {
      if (route === 'POST /order') orders += 1;
      return orders > 5 ? 'drop' : right;
    });
    const { known, facts } = await verified(server.url);
    expect(known).toBeNull();
    const finished = facts.find((fact) => fact.type === 'verify-finished');
    expect(finished?.problems).toContainEqual(expect.stringContaining('other side closed'));
  });
});
