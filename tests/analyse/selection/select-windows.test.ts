import { describe, expect, test } from '@jest/globals';
import type { MachineStates } from '../../../src/analyse/selection/machine-state.ts';
import { seenAtOnce, selectWindows } from '../../../src/analyse/selection/select-windows.ts';
import type { WindowFigures } from '../../../src/analyse/selection/window-figures.ts';
import { costing, figures, MISCOUNTED, STALLED } from './window-example.ts';

const FAST: MachineStates = { isSteady: true, slowAround: () => false };
const SLOW: MachineStates = { isSteady: false, slowAround: () => true };
const UNKNOWN: MachineStates = { isSteady: false, slowAround: () => null };
/** Beside the window of this order alone. */
const slowAt = (slow: number): MachineStates => ({
  isSteady: false,
  slowAround: ({ order }) => order === slow,
});

/** The windows that count, by their order. */
const used = (windows: readonly WindowFigures[], machine: MachineStates = FAST): number[] =>
  selectWindows(windows, machine).used.map(({ order }) => order);

const disturbed = (order: number, round: number): WindowFigures =>
  figures({ order, round, foreign_cpus: 0.5 });
const quiet = (order: number, round: number): WindowFigures => figures({ order, round });

describe('the windows that count', () => {
  test('are all where nothing disturbed them', () => {
    expect(selectWindows(costing(20, 20, 20.9), FAST)).toMatchObject({
      ...{ disturbed_rounds: [], bimodal: false },
    });
    expect(used(costing(20, 20, 20.9), FAST)).toEqual([0, 1, 2]);
  });

  test('are none of none', () => {
    expect(selectWindows([], FAST)).toEqual({
      ...{ used: [], comparable: [], judged: [], disturbed_rounds: [], bimodal: false },
    });
  });

  test('are in each round the first that passes, however much better a later one is', () => {
    const windows = [
      quiet(0, 1),
      disturbed(1, 2),
      quiet(2, 2),
      figures({ order: 3, round: 2, rps: 99_999 }),
    ];
    expect(used(windows)).toEqual([0, 2]);
  });

  test('stand in the order of the rounds, whenever they were measured', () => {
    expect(used([quiet(0, 2), disturbed(1, 1), quiet(2, 3), quiet(3, 1)])).toEqual([3, 0, 2]);
  });

  test('leave out a round that stayed disturbed', () => {
    const selection = selectWindows(
      [quiet(0, 1), disturbed(1, 2), disturbed(2, 2), quiet(3, 3)],
      FAST,
    );
    expect(selection.used.map(({ order }) => order)).toEqual([0, 3]);
    expect(selection.disturbed_rounds).toEqual([2]);
  });

  test('are the last ones of all rounds when most of them stayed disturbed', () => {
    const windows = [quiet(0, 1), disturbed(1, 2), disturbed(2, 2), disturbed(3, 3)];
    const selection = selectWindows(windows, FAST);
    expect(selection.used.map(({ order }) => order)).toEqual([0, 2, 3]);
    expect(selection.comparable).toEqual(selection.used);
    expect(selection.disturbed_rounds).toEqual([2, 3]);
  });

  test('do not depend on throughput', () => {
    const windows = [quiet(0, 1), disturbed(1, 2), quiet(2, 2), disturbed(3, 3), quiet(4, 4)];
    const faster = windows.map((window, index) => ({ ...window, rps: 1000 * (index + 1) }));
    expect(used(faster)).toEqual(used(windows));
  });
});

describe('a fault', () => {
  const fault = figures({ order: 1, round: 2, broken: MISCOUNTED });

  test('counts although the window was measured again without it', () => {
    expect(used([quiet(0, 1), fault, quiet(2, 2)])).toEqual([0, 1]);
  });

  test('counts although the first window of its round passes', () => {
    expect(used([quiet(0, 1), quiet(2, 2), fault])).toEqual([0, 1]);
  });

  test('counts although the machine disturbed the window', () => {
    const both = { ...fault, broken: [...STALLED, ...MISCOUNTED], foreign_cpus: 0.5 };
    expect(used([quiet(0, 1), both, quiet(2, 2), quiet(3, 3)])).toEqual([0, 1, 3]);
  });
});

describe('physics that a stall has broken', () => {
  const stalled = figures({ order: 1, round: 2, broken: STALLED });

  test('count no more once the window was measured again', () => {
    expect(used([quiet(0, 1), stalled, quiet(2, 2)])).toEqual([0, 2]);
  });

  test('are not left out without a word: they make the cell invalid', () => {
    const again = { ...stalled, order: 2 };
    expect(used([quiet(0, 1), stalled, again, quiet(3, 3), quiet(4, 4)])).toEqual([0, 2, 3, 4]);
  });

  test('are no more when the last window was disturbed in another way', () => {
    expect(used([quiet(0, 1), stalled, disturbed(2, 2), quiet(3, 3)])).toEqual([0, 3]);
  });
});

describe('the slow state of the machine', () => {
  test('costs a window its place', () => {
    const {
      judged,
      used: counted,
      disturbed_rounds,
    } = selectWindows(costing(20, 25, 20), slowAt(1));
    expect(counted.map(({ order }) => order)).toEqual([0, 2]);
    expect(disturbed_rounds).toEqual([2]);
    expect(judged[1]?.broken).toEqual({
      gate: 'slow_state',
      why: 'a request cost 25 % more CPU time than in the cheapest window of this pair',
    });
  });

  test('leaves out a window whose own cost says nothing, for what the reference beside it says', () => {
    const { judged } = selectWindows(costing(20), slowAt(0));
    expect(judged[0]?.broken).toEqual({
      gate: 'slow_state',
      why: 'a request of the reference pair beside it cost more CPU time than usual',
    });
  });

  test.each([
    ['in its fast state', FAST],
    ['in a state that nobody knows', UNKNOWN],
  ])('leaves all windows in when a third of them is dear on a machine %s', (_, machine) => {
    const selection = selectWindows(costing(20, 25, 20, 26, 20, 20), machine);
    expect(selection.used).toHaveLength(6);
    expect(selection).toMatchObject({ bimodal: true, disturbed_rounds: [] });
  });

  test('is judged without windows that others disturbed: their cost says nothing of it', () => {
    const cheap = { ...disturbed(3, 4), client_cpu_us: 5, server_cpu_us: 5 };
    expect(used([...costing(20, 20, 20), cheap], slowAt(1))).toEqual([0, 1, 2]);
    const dear = [4, 5].map((order) => ({ ...disturbed(order, order), client_cpu_us: 30 }));
    const selection = selectWindows([...costing(20, 20, 20), ...dear], FAST);
    expect(selection.bimodal).toBe(false);
    expect(selection.judged.map(({ broken }) => broken?.gate ?? null)).toEqual([
      ...[null, null, null, 'interference', 'interference'],
    ]);
  });

  test('around all windows leaves none to compare, and all to show', () => {
    const selection = selectWindows(costing(20, 20, 20), SLOW);
    expect(selection.used).toHaveLength(3);
    expect(selection).toMatchObject({ comparable: [], disturbed_rounds: [1, 2, 3] });
  });

  test('cannot be seen where the CPU time is not known', () => {
    const windows = costing(20, 25, 20).map((window) => ({ ...window, server_cpu_us: null }));
    expect(used(windows, SLOW)).toEqual([0, 1, 2]);
  });
});

describe('right after a window', () => {
  const busy = (share: number, order: number): WindowFigures =>
    figures({ order, round: order + 1, client_busy: share, server_busy: share / 2 });

  test('what is usual for the pair is known from three windows on', () => {
    const idle = busy(0.1, 2);
    expect(seenAtOnce(idle, [busy(1, 0), idle])).toBeNull();
    const usual = [busy(1, 0), busy(1, 1), idle];
    expect(seenAtOnce(idle, usual)).toMatchObject({ gate: 'interference' });
  });

  test('it is seen that pairbench was held up, whose sample says nothing of the cost', () => {
    const window = figures({ watched_ms: 1000, client_cpu_us: 1, server_cpu_us: 1 });
    expect(seenAtOnce(window, [window])?.gate).toBe('held_up');
    const others = [figures({ order: 1, round: 2 }), figures({ order: 2, round: 3 })];
    expect(used([window, ...others])).toEqual([1, 2]);
    expect(selectWindows([window, ...others], FAST).disturbed_rounds).toEqual([1]);
  });

  test('a stall is named before anything else', () => {
    const window = figures({ broken: STALLED, steal_cpus: 0.5 });
    expect(seenAtOnce(window, [window])?.gate).toBe('littles_law');
  });
});
