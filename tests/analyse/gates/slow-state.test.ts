import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  areOfOneState,
  type CostWindow,
  dearWindows,
  machineSlow,
  type SlowState,
  slowState,
} from '../../../src/analyse/gates/slow-state.ts';

type State = boolean | null;

/** A cost, and the state of the machine beside the window; the fast one if nothing is said. */
type Given = number | readonly [cost_us: number, machine_slow: State];

const windows = (...given: readonly Given[]): CostWindow[] =>
  given.map((one) =>
    typeof one === 'number'
      ? { cost_us: one, machine_slow: false }
      : { cost_us: one[0], machine_slow: one[1] },
  );

/** On a machine that was not always the same. */
const judge = (given: readonly CostWindow[]): SlowState => slowState(given, { isSteady: false });

const leftOut = (...given: readonly Given[]): number[] =>
  judge(windows(...given)).slow.flatMap((slow, index) => (slow ? [index] : []));

describe('a window is left out', () => {
  it('beside a slow control when it cost over 3 % more than usual', () => {
    expect(leftOut(100, 100, [104, true])).toEqual([2]);
    expect(leftOut(100, 100, [102, true])).toEqual([]);
  });

  it('on a machine that has a slow state when it cost over 6 % more, whatever the controls beside it say', () => {
    expect(leftOut(100, 100, [100, true], 107)).toEqual([3]);
    expect(leftOut(100, 100, [100, true], 105)).toEqual([]);
  });

  it('on a machine that seemed steady when it alone cost over 13 % more', () => {
    expect(leftOut(100, 101, 115)).toEqual([2]);
    expect(leftOut(100, 101, 112)).toEqual([]);
    expect(leftOut(100, 101, 100, 99, 100, 115, 118)).toEqual([]);
  });

  it('where no control says anything when it alone cost over 6 % more', () => {
    expect(leftOut([100, null], [101, null], [108, null])).toEqual([2]);
  });

  it('by what is usual, not by the cheapest: that one falls with the number of windows', () => {
    expect(leftOut(97, 100, 100, 101, [102.5, true], 100, 99)).toEqual([]);
  });

  it('whatever it cost when every control was slow: then nothing tells what a request costs', () => {
    expect(leftOut([100, true], [101, true], [99, true])).toEqual([0, 1, 2]);
  });
});

describe('a program with two modes of its own', () => {
  it('is one with a third of its windows dear on a fast machine, and two at least', () => {
    expect(judge(windows(100, 100, 110, 111)).bimodal).toBe(true);
    expect(judge(windows(100, 100, 110)).bimodal).toBe(false);
    expect(judge(windows(100, 100, 100, 110, 111, 100)).bimodal).toBe(true);
    expect(judge(windows(100, 100, 100, 110, 111, 100, 100)).bimodal).toBe(false);
  });

  it('is not named for one cheap window, unless no state of the machine can have made it so', () => {
    expect(judge(windows(100, 110, 111))).toEqual({
      slow: [false, false, false],
      bimodal: false,
    });
    expect(judge(windows(100, 150, 151))).toEqual({
      slow: [false, false, false],
      bimodal: true,
    });
  });

  it('is assumed where no control can tell', () => {
    const unknown = windows([100, null], [101, null], [110, null], [111, null]);
    expect(judge(unknown).bimodal).toBe(true);
  });

  it('is not what slow controls explain', () => {
    const dear = windows(100, [127, true], [126, true], 101);
    expect(judge(dear)).toEqual({ slow: [false, true, true, false], bimodal: false });
  });

  it('is counted among the windows of the fast machine alone', () => {
    const { bimodal } = judge(
      windows(100, 100, 110, 111, [100, true], [100, true], [127, true], [127, true]),
    );
    expect(bimodal).toBe(true);
  });

  it('keeps all its windows of the fast machine, and loses the others whatever they cost', () => {
    expect(leftOut(100, 110, 111, [100, true], [127, true])).toEqual([3, 4]);
    expect(leftOut(100, 110, 111)).toEqual([]);
  });
});

describe('the gate', () => {
  const costs = fc.array(
    fc.tuple(fc.double({ min: 1, max: 3, noNaN: true }), fc.constantFrom<State>(true, false, null)),
    { maxLength: 12 },
  );

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(costs, (given) => {
        const scaled = given.map(([cost, state]) => [cost * 1024, state] as const);
        expect(judge(windows(...scaled))).toEqual(judge(windows(...given)));
      }),
    );
  });

  it('keeps the cheapest window of the fast machine', () => {
    fc.assert(
      fc.property(costs, (given) => {
        const { slow } = judge(windows(...given));
        const least = Math.min(...given.map(([cost]) => cost));
        for (const [index, [cost, state]] of given.entries())
          if (cost === least && state !== true) expect(slow[index]).toBe(false);
      }),
    );
  });

  it('has an answer for each window', () => {
    fc.assert(
      fc.property(costs, (given) => {
        expect(judge(windows(...given)).slow).toHaveLength(given.length);
      }),
    );
  });
});

describe('control windows', () => {
  it('are slow when they cost over 6 % more than the cheap ones, of which there are two', () => {
    expect(dearWindows([8, 9, 9.5, 9.6])).toEqual([false, false, false, true]);
    expect(dearWindows([14, 14.2, 17.8, 14.1, 15])).toEqual([false, false, true, false, true]);
    expect(dearWindows([])).toEqual([]);
  });

  it('are of a steady machine when all of them cost the same', () => {
    expect(areOfOneState([10, 10.5, 10.2])).toBe(true);
    expect(areOfOneState([10, 10.5, 10.7])).toBe(false);
    expect(areOfOneState([10])).toBe(false);
  });

  it('speak for the windows between them, the slow one first', () => {
    expect(machineSlow([])).toBeNull();
    expect(machineSlow([false, false])).toBe(false);
    expect(machineSlow([false, true])).toBe(true);
  });
});
