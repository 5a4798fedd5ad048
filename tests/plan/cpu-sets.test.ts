import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LogicalCpu } from '../../src/host/topology.ts';
import { UserError } from '../../src/host/user-error.ts';
import { planPinning } from '../../src/plan/cpu-sets.ts';
import { faultOf } from '../helpers/fault.ts';

interface Shape {
  readonly nodes?: number;
  readonly cores: number;
  readonly smt?: 1 | 2;
}

/** As Linux numbers them: first one thread of each core, then the others. */
function machine({ nodes = 1, cores, smt = 1 }: Shape): LogicalCpu[] {
  return Array.from({ length: cores * smt }, (_, cpu) => ({
    cpu,
    core: `core ${cpu % cores}`,
    node: Math.floor((cpu % cores) / (cores / nodes)),
  }));
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const EIGHT_CORES_SMT = machine({ cores: 8, smt: 2 });

describe('automatic CPU sets', () => {
  test('share the only CPU, and say so', () => {
    const { server, client, note } = planPinning('auto', machine({ cores: 1 }), null);
    expect([server, client]).toEqual([[0], [0]]);
    expect(note).toBe(
      'server and client share one core (CPU 0): they slow each other down, ' +
        'and what a pair reaches is the work of both',
    );
  });

  test('do not part the threads of the only core', () => {
    const { server, client, note } = planPinning('auto', machine({ cores: 1, smt: 2 }), null);
    expect([server, client]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(note).toMatch(/share one core \(CPUs 0-1\)/);
  });

  test.each([
    ['2 CPUs', machine({ cores: 2 }), [0], [1]],
    ['3 CPUs, one left to the rest', machine({ cores: 3 }), [0], [1]],
    [
      '8 cores of 2 threads',
      EIGHT_CORES_SMT,
      [...range(0, 3), ...range(8, 11)],
      [...range(4, 7), ...range(12, 15)],
    ],
    ['2 nodes of 64 CPUs', machine({ nodes: 2, cores: 128 }), range(0, 63), range(64, 127)],
    ['4 nodes', machine({ nodes: 4, cores: 8 }), range(0, 3), range(4, 7)],
  ])('halve %s', (_, topology, server, client) => {
    expect(planPinning('auto', topology, null)).toEqual({ server, client, note: null });
  });

  test('use only the CPUs that this process may use', () => {
    const allowed = machine({ nodes: 2, cores: 16 }).filter(({ cpu }) => [3, 5, 6].includes(cpu));
    expect(planPinning('auto', allowed, null)).toEqual({ server: [3], client: [5], note: null });
  });

  test('never part a core or a node, and never overlap', () => {
    const shapes = fc.record({
      nodes: fc.constantFrom(1, 2, 4),
      coresOfNode: fc.integer({ min: 1, max: 8 }),
      smt: fc.constantFrom(1 as const, 2 as const),
    });
    fc.assert(
      fc.property(shapes, ({ nodes, coresOfNode, smt }) => {
        const topology = machine({ nodes, cores: nodes * coresOfNode, smt });
        const { server, client, note } = planPinning('auto', topology, null);
        if (note !== null) return nodes === 1 && coresOfNode === 1;
        const side = (cpus: readonly number[] | null): LogicalCpu[] =>
          topology.filter(({ cpu }) => cpus?.includes(cpu));
        const cores = new Set(side(server).map(({ core }) => core));
        const ownNodes = new Set(side(server).map(({ node }) => node));
        return (
          server?.length === client?.length &&
          side(client).every(
            ({ core, node }) => !cores.has(core) && (nodes === 1 || !ownNodes.has(node)),
          )
        );
      }),
    );
  });
});

describe('given CPU sets', () => {
  test('are taken as they are', () => {
    expect(planPinning('0,8:1-2,9-10', EIGHT_CORES_SMT, null)).toEqual({
      server: [0, 8],
      client: [1, 2, 9, 10],
      note: null,
    });
  });

  test('may overlap, which is noted', () => {
    const { note } = planPinning('0-2:2-3', machine({ cores: 4 }), null);
    expect(note).toBe('server and client share CPU 2: they slow each other down');
  });

  test('may part a core, which is noted', () => {
    const { note } = planPinning('0-1:8', EIGHT_CORES_SMT, null);
    expect(note).toBe('CPUs 0 of the server share a core with the client (SMT)');
  });

  test.each([
    ['0-8:1', '--pin: CPU 4-8 of the server set is not available', 'available: 0-3'],
    ['0:9,11', '--pin: CPU 9,11 of the client set is not available', 'available: 0-3'],
    ['0', '--pin: "0" is not auto, none or SERVER:CLIENT', 'for example 0-3:4-7'],
    ['0:1:2', '--pin: "0:1:2" is not auto, none or SERVER:CLIENT', 'for example 0-3:4-7'],
    ['', '--pin: "" is not auto, none or SERVER:CLIENT', 'for example 0-3:4-7'],
    ['automatic', '--pin: "automatic" is not auto, none or SERVER:CLIENT', 'for example 0-3:4-7'],
    [':1', '--pin: "" is not a CPU set', 'write SERVER:CLIENT, for example 0-3:4-7'],
    ['0:3-1', '--pin: "3-1" is not a CPU set', 'write SERVER:CLIENT, for example 0-3:4-7'],
    ['0:x', '--pin: "x" is not a CPU set', 'write SERVER:CLIENT, for example 0-3:4-7'],
  ])('%j is refused', async (request, message, hint) => {
    const fault = await faultOf(() => planPinning(request, machine({ cores: 4 }), null));
    expect(fault).toMatchObject({ message, hint, exitCode: 2 });
  });

  test('of any text are CPU sets or a fault', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9,:-]{0,12}$/));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(planPinning(text, EIGHT_CORES_SMT, null).server).not.toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('without pinning', () => {
  const unpinned = { server: null, client: null };

  test('as wished, the note says what that means', () => {
    const note = 'not pinned: server and client move over all CPUs';
    expect(planPinning('none', EIGHT_CORES_SMT, null)).toEqual({ ...unpinned, note });
  });

  test('for want of taskset, the note names it', () => {
    const note = 'not pinned: taskset (util-linux) is missing';
    expect(planPinning('auto', EIGHT_CORES_SMT, 'taskset (util-linux)')).toEqual({
      ...unpinned,
      note,
    });
  });

  test('given sets are refused for want of taskset', async () => {
    const fault = await faultOf(() => planPinning('0:1', EIGHT_CORES_SMT, 'taskset (util-linux)'));
    expect(fault.message).toBe('--pin: taskset (util-linux) is missing');
  });
});
