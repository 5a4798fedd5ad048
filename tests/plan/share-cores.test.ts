import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LogicalCpu } from '../../src/host/topology.ts';
import { ANY_CORES, planPinning } from '../../src/plan/cpu-sets.ts';
import type { Pinning } from '../../src/plan/facts.ts';
import type { WantedCores } from '../../src/plan/share-cores.ts';
import { allowed, hybrid, machine, MACHINES, range } from '../helpers/topologies.ts';

type Name = keyof typeof MACHINES;

function auto(topology: readonly LogicalCpu[], wanted: Partial<WantedCores> = {}): Pinning {
  return planPinning('auto', topology, null, { ...ANY_CORES, ...wanted });
}

function sides(name: Name, wanted: Partial<WantedCores> = {}): (number[] | null)[] {
  const { server, client } = auto(MACHINES[name], wanted);
  return [server, client];
}

describe('without a wish each side has half of the cores', () => {
  test.each<[Name, number[], number[]]>([
    ['2 CPUs', [0], [1]],
    ['3 CPUs', [0], [1]],
    ['4 CPUs', [1], [2]],
    ['8 CPUs', [1, 2, 3], [4, 5, 6]],
    ['8 CPUs, 4 cores', [1, 5], [2, 6]],
    [
      '64 CPUs, 32 cores',
      [...range(1, 15), ...range(33, 47)],
      [...range(16, 30), ...range(48, 62)],
    ],
    [
      '64 CPUs, 32 cores, 2 nodes',
      [...range(16, 23), ...range(48, 55)],
      [...range(24, 31), ...range(56, 63)],
    ],
    [
      '128 CPUs, 64 cores, 2 nodes',
      [...range(32, 47), ...range(96, 111)],
      [...range(48, 63), ...range(112, 127)],
    ],
    [
      '128 CPUs, 64 cores, 4 nodes',
      [...range(16, 23), ...range(80, 87)],
      [...range(24, 31), ...range(88, 95)],
    ],
    ['8 P-cores (16 CPUs) and 8 E-cores', range(0, 7), range(8, 15)],
    ['1 P-core and 4 E-cores', [2, 3], [4, 5]],
    ['cores of one kind with two favoured', [1, 2, 3], [4, 5, 6]],
    ['holes where CPUs are offline', [1, 4, 9, 12], [5, 7, 15]],
    ['a control group of odd CPUs', [9, 11, 25, 27], [13, 15, 29, 31]],
    ['one CPU of each of 2 nodes', [3], [5]],
  ])('of %s', (name, server, client) => {
    expect(sides(name)).toEqual([server, client]);
    expect(auto(MACHINES[name]).note).toBeNull();
  });
});

describe('one core alone', () => {
  test.each<[Name, number[]]>([
    ['1 CPU', [0]],
    ['1 core with SMT', [0, 1]],
    ['1 P-core and 1 E-core', [0, 1]],
  ])('of %s is shared, which is noted', (name, cpus) => {
    expect(sides(name)).toEqual([cpus, cpus]);
    expect(auto(MACHINES[name]).note).toBe(
      `server and client share one core (${cpus.length === 1 ? 'CPU 0' : 'CPUs 0-1'}): ` +
        'they slow each other down, and what a pair reaches is the work of both',
    );
  });
});

describe('workers and threads that are asked for', () => {
  test.each<[Name, number, number, number[], number[]]>([
    ['64 CPUs, 32 cores', 4, 2, [...range(1, 4), ...range(33, 36)], [5, 6, 37, 38]],
    ['64 CPUs, 32 cores', 1, 1, [1, 33], [2, 34]],
    ['8 CPUs', 6, 1, range(1, 6), [7]],
    ['8 CPUs', 1, 6, [1], range(2, 7)],
    ['64 CPUs, 32 cores, 2 nodes', 16, 2, [...range(16, 31), ...range(48, 63)], [1, 2, 33, 34]],
    ['64 CPUs, 32 cores, 2 nodes', 2, 16, [1, 2, 33, 34], [...range(16, 31), ...range(48, 63)]],
  ])('on %s: %d and %d have a core each, and no more', (name, workers, threads, server, client) => {
    expect(sides(name, { server: workers, client: threads })).toEqual([server, client]);
    expect(auto(MACHINES[name], { server: workers, client: threads }).note).toBeNull();
  });

  test('of one side leave the other half of the machine, as far as there is room', () => {
    const sizes = (wanted: Partial<WantedCores>): number[] =>
      sides('8 CPUs', wanted).map((cpus) => cpus?.length ?? 0);
    expect(sizes({ server: 1 })).toEqual([1, 3]);
    expect(sizes({ server: 5 })).toEqual([5, 2]);
    expect(sizes({ client: 6 })).toEqual([1, 6]);
    expect(sizes({ most_of_client: 2 })).toEqual([3, 2]);
  });

  test.each([
    [{ server: 8, client: 8 }, '8 workers on 3 cores: they wait for each other'],
    [{ server: 8, client: 2 }, '8 workers on 5 cores: they wait for each other'],
    [{ client: 9 }, '9 client threads on 4 cores: they wait for each other'],
  ])('%j are too many for 8 cores, which is noted', (wanted, note) => {
    expect(auto(MACHINES['8 CPUs'], wanted).note).toContain(note);
  });

  test('are too many for one core, too', () => {
    expect(auto(MACHINES['1 CPU'], { server: 8, client: 1 }).note).toMatch(
      /share one core .*; 8 workers on one core: they wait for each other$/,
    );
  });

  test('that no node can hold have several nodes, the side that has fewer first', () => {
    const { cores } = auto(MACHINES['128 CPUs, 64 cores, 4 nodes'], { server: 24, client: 8 });
    expect(cores).toEqual({
      server: { count: 24, nodes: [1, 3] },
      client: { count: 8, nodes: [2] },
    });
    const most = auto(MACHINES['128 CPUs, 64 cores, 4 nodes'], { server: 200, client: 20 });
    expect(most.cores).toMatchObject({
      server: { count: 32, nodes: [1, 3] },
      client: { count: 20, nodes: [0, 2] },
    });
    expect(most.note).toBe('200 workers on 32 cores: they wait for each other');
  });
});

describe('the reason', () => {
  test.each<[Name, Partial<WantedCores>, string]>([
    ['8 CPUs, 4 cores', {}, 'one core (CPUs 0,4) is left for pairbench and interrupts'],
    [
      '64 CPUs, 32 cores, 2 nodes',
      { server: 4, client: 2 },
      'one core (CPUs 0,32) is left for pairbench and interrupts; ' +
        'both sides are on node 1: the memory of their sockets is near to both',
    ],
    [
      '64 CPUs, 32 cores, 2 nodes',
      { server: 16, client: 2 },
      'one core (CPUs 0,32) is left for pairbench and interrupts; server on node 1, client on node 0: ' +
        'no node has 18 cores for both, so their sockets cross from one to another',
    ],
    [
      '8 P-cores (16 CPUs) and 8 E-cores',
      {},
      'there are 2 kinds of cores, and one alone is measured with: the fastest, CPUs 0-15; ' +
        'the others, CPUs 16-23, are left for pairbench',
    ],
    [
      '1 P-core and 4 E-cores',
      {},
      'there are 2 kinds of cores, and one alone is measured with: a slower, CPUs 2-5; ' +
        'the others, CPUs 0-1, are left for pairbench',
    ],
  ])('on %s with %j is told', (name, wanted, reason) => {
    expect(auto(MACHINES[name], wanted).reason).toBe(reason);
  });

  test.each<Name>(['1 CPU', '2 CPUs', '3 CPUs'])('on %s is none: there is no choice', (name) => {
    expect(auto(MACHINES[name])).not.toHaveProperty('reason');
  });
});

describe('any machine, whatever is asked for', () => {
  const shapes = fc.record({
    nodes: fc.constantFrom(1, 2, 4),
    coresOfNode: fc.integer({ min: 1, max: 8 }),
    smt: fc.constantFrom(1 as const, 2 as const),
  });
  const whole = shapes.map(({ nodes, coresOfNode, smt }) =>
    machine({ nodes, cores: nodes * coresOfNode, smt }),
  );
  const mixed = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }))
    .map(([performance, efficiency]) => hybrid(performance, efficiency, [1024, 700]));
  const topologies = fc.oneof(whole, mixed).chain((topology) =>
    fc
      .subarray(
        topology.map(({ cpu }) => cpu),
        { minLength: 1 },
      )
      .map((cpus) => allowed(topology, cpus)),
  );
  const count = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });
  const wishes = fc.record({
    server: count,
    client: count,
    most_of_client: fc.integer({ min: 1, max: 40 }),
  });

  test('has sides of whole cores of one kind that are allowed, apart, never empty, the same each time', () => {
    fc.assert(
      fc.property(topologies, wishes, (topology, wish) => {
        const pinning = auto(topology, wish);
        expect(auto(topology, wish)).toEqual(pinning);
        const of = (cpus: readonly number[] | null): LogicalCpu[] =>
          topology.filter(({ cpu }) => cpus?.includes(cpu));
        const [server, client] = [of(pinning.server), of(pinning.client)];
        const coresOf = (side: readonly LogicalCpu[]): Set<string> =>
          new Set(side.map(({ core }) => core));
        for (const [side, cpus] of [
          [server, pinning.server] as const,
          [client, pinning.client] as const,
        ]) {
          expect(side.length).toBeGreaterThan(0);
          expect(side.map(({ cpu }) => cpu)).toEqual(cpus);
          // Whole cores: every CPU of a core that may be used.
          expect(topology.filter(({ core }) => coresOf(side).has(core))).toEqual(side);
        }
        expect(new Set([...server, ...client].map(({ speed }) => speed)).size).toBe(1);
        const shares = [...coresOf(server)].some((core) => coresOf(client).has(core));
        const ofOneKind = new Map<number, Set<string>>();
        for (const { speed, core } of topology)
          ofOneKind.set(speed, (ofOneKind.get(speed) ?? new Set()).add(core));
        expect(shares).toBe(Math.max(...[...ofOneKind.values()].map(({ size }) => size)) === 1);
        if (shares) return;
        const all = new Set(topology.map(({ core }) => core)).size;
        const used = coresOf(server).size + coresOf(client).size;
        expect(used).toBeLessThanOrEqual(all < 4 ? all : all - 1);
        expect(coresOf(server).size).toBeLessThanOrEqual(wish.server ?? Infinity);
        expect(coresOf(client).size).toBeLessThanOrEqual(
          Math.min(wish.client ?? Infinity, wish.most_of_client),
        );
      }),
      { numRuns: 500 },
    );
  });
});
