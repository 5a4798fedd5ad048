import { describe, expect, test } from '@jest/globals';
import { costUs, machineStates } from '../../../src/analyse/selection/machine-state.ts';
import { figures } from './window-example.ts';

/** Reference windows of these costs at the orders 10, 20, 30 and so on. */
const controls = (...costs_us: readonly (number | null)[]) =>
  costs_us.map((cost_us, index) =>
    figures({
      ...{ pass: 'control', server: 'reference', client: 'reference', order: 10 * (index + 1) },
      client_cpu_us: cost_us === null ? null : cost_us - 1,
      server_cpu_us: 1,
    }),
  );

const stateAt = (order: number, ...costs_us: readonly (number | null)[]): boolean | null =>
  machineStates(controls(...costs_us)).slowAround(figures({ order }));

describe('the state of the machine around a window', () => {
  test('is that of the reference windows before and after', () => {
    expect(stateAt(15, 10, 10)).toBe(false);
    expect(stateAt(25, 10, 13, 13)).toBe(true);
  });

  test('is slow where one of the two was slow: its state may reach into the window', () => {
    expect(stateAt(15, 10, 13)).toBe(true);
    expect(stateAt(15, 13, 10)).toBe(true);
  });

  test('does not come from reference windows further away', () => {
    expect(stateAt(15, 10, 10, 13)).toBe(false);
    expect(stateAt(35, 13, 10, 10, 10)).toBe(false);
  });

  test('before the first and after the last is that of the only neighbour', () => {
    expect(stateAt(5, 13, 10)).toBe(true);
    expect(stateAt(25, 13, 10)).toBe(false);
  });

  test('is not known without a reference window whose cost is known', () => {
    expect(stateAt(5)).toBeNull();
    expect(stateAt(5, null, null)).toBeNull();
    expect(stateAt(15, null, 10, 13)).toBe(false);
  });

  test('up to 6 % dearer than is usual is the fast one', () => {
    expect(stateAt(15, 100, 106, 100)).toBe(false);
    expect(stateAt(15, 100, 107, 100)).toBe(true);
  });

  test('is not known of the second pass, long after the last reference window', () => {
    const latency = figures({ pass: 'latency', order: 99 });
    expect(machineStates(controls(10, 13)).slowAround(latency)).toBeNull();
  });
});

test('the cost of a request is that of both sides, or not known', () => {
  expect(costUs(figures({ client_cpu_us: 12, server_cpu_us: 8 }))).toBe(20);
  expect(costUs(figures({ client_cpu_us: null }))).toBeNull();
  expect(costUs(figures({ server_cpu_us: null }))).toBeNull();
});
