import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/host/user-error.ts';
import { planPinning } from '../../src/plan/cpu-sets.ts';
import { faultOf } from '../helpers/fault.ts';
import { hybrid, machine } from '../helpers/topologies.ts';

const EIGHT_CORES_SMT = machine({ cores: 8, smt: 2 });

describe('given CPU sets', () => {
  test('are taken as they are', () => {
    expect(planPinning('0,8:1-2,9-10', EIGHT_CORES_SMT, null)).toEqual({
      server: [0, 8],
      client: [1, 2, 9, 10],
      note: null,
      cores: { server: { count: 1, nodes: [] }, client: { count: 2, nodes: [] } },
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

  test('name the nodes that they are on', () => {
    const { cores } = planPinning('0-3:2-3', machine({ cores: 4, nodes: 2 }), null);
    expect(cores).toEqual({
      server: { count: 4, nodes: [0, 1] },
      client: { count: 2, nodes: [1] },
    });
  });

  test('may mix kinds of cores, which is noted', () => {
    const note = 'the CPU sets have cores of 2 kinds, slower and faster ones';
    expect(planPinning('0-3:16-19', hybrid(8, 8), null).note).toBe(note);
    expect(planPinning('0-3:4-7', hybrid(8, 8), null).note).toBeNull();
  });

  test('are not changed by the workers and threads that are asked for, which is noted', () => {
    const wanted = { server: 8, client: 2, most_of_client: 100 };
    const { server, client, note } = planPinning('0-2:3', EIGHT_CORES_SMT, null, wanted);
    expect([server, client]).toEqual([[0, 1, 2], [3]]);
    expect(note).toBe(
      '8 workers on 3 cores: they wait for each other; ' +
        '2 client threads on one core: they wait for each other',
    );
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
