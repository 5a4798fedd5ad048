import { describe, expect, test } from '@jest/globals';
import { selectWindows } from '../../src/analyse/selection/select-windows.ts';
import { machineStates } from '../../src/analyse/selection/machine-state.ts';
import { measureThroughput } from '../../src/passes/throughput.ts';
import { miscount } from '../analyse/measured.ts';
import { conductExample, finishedRounds, smallPlan, story } from './conduct-example.ts';
import type { ConductExample, Outcome } from './conduct-example.ts';

const PAIR = { server: 'go-gin', client: 'cpp-cpr' };
const isPair = ({ server, client }: typeof PAIR): boolean =>
  server === PAIR.server && client === PAIR.client;

async function measured(rounds: number, outcome: Outcome): Promise<ConductExample> {
  const conduct = conductExample({ plan: smallPlan(rounds), outcome });
  expect(await measureThroughput(conduct)).toBe(rounds);
  return conduct;
}

/** The machine is slow in these rounds, reference windows and all, whenever it is their first time. */
const slowIn =
  (...rounds: readonly number[]): Outcome =>
  ({ pass, round }, time) => ({
    dearer: rounds.includes(round) && (pass === 'control' || time === 1) ? 1.27 : 1,
  });

/** What happened after a round, up to the next one. */
function after(round: number, { entries }: ConductExample): string[] {
  const all = story(entries);
  const [begin, end] = [round, round + 1].map((one) => all.indexOf(`t${one} finished`));
  const until = all.findIndex(
    (word, index) => index > (begin ?? 0) && word.startsWith(`c${round + 1} `),
  );
  return all.slice((begin ?? 0) + 1, until < 0 ? end : until);
}

describe('the first pass', () => {
  test('of a quiet machine has each window once, and a reference window at its end', async () => {
    const { entries } = await measured(2, () => ({}));
    expect(story(entries).slice(-3)).toEqual([
      ...['t2 finished', 'throughput ended 2 planned', 'c2 reference:reference'],
    ]);
    expect(story(entries).filter((word) => word.startsWith('again'))).toEqual([]);
    expect(story(entries).filter((word) => word === 't1 go-gin:cpp-cpr')).toHaveLength(1);
  });

  test('measures slow windows again once a later round has shown them, after a reference window', async () => {
    const conduct = await measured(4, slowIn(1));
    expect(after(1, conduct)).toEqual([]);
    const [control, ...others] = after(2, conduct);
    expect(control).toBe('c2 reference:reference');
    expect(others).toEqual([
      ...['again t1 slow_state', 'again t1 slow_state'],
      ...['t1 go-gin:cpp-cpr', 't1 go-gin:reference'],
      ...['again t1 slow_state', 'again t1 slow_state'],
      ...['t1 reference:cpp-cpr', 't1 reference:reference'],
    ]);
    expect(after(3, conduct)).toEqual([]);
  });

  test('measures windows of the last round again at its end', async () => {
    const { entries, record } = await measured(4, slowIn(4));
    const end = story(entries).indexOf('throughput ended 4 planned');
    const last = story(entries).lastIndexOf('t4 go-gin:cpp-cpr');
    expect(story(entries).slice(0, last)).toContain('again t4 slow_state');
    expect(Math.max(end, last)).toBeGreaterThan(0);
    const windows = record.windowsOf('throughput', PAIR);
    const { used, disturbed_rounds } = selectWindows(windows, machineStates(record.controls));
    expect(disturbed_rounds).toEqual([]);
    expect(used.map(({ round }) => round)).toEqual([1, 2, 3, 4]);
  });

  test('measures no window more than three times, however long the machine stays slow', async () => {
    const always: Outcome = (place) => ({
      dearer: place.round === 3 && (place.pass === 'control' || isPair(place)) ? 1.27 : 1,
    });
    const { entries } = await measured(4, always);
    const times = story(entries).filter((word) => word === 't3 go-gin:cpp-cpr');
    expect(times).toHaveLength(3);
  });

  test('comes to an end although what is measured again fails', async () => {
    const failing: Outcome = (place, time) =>
      time > 1 && place.pass !== 'control' ? null : slowIn(1)(place, time);
    const { entries } = await measured(3, failing);
    expect(story(entries)).toContain('t1 go-gin:cpp-cpr failed');
    expect(finishedRounds(entries, 'throughput')).toEqual([1, 2, 3]);
  });

  test('comes to an end although the server of what is measured again cannot be started', async () => {
    const conduct = conductExample({ plan: smallPlan(3), outcome: slowIn(1) });
    const measureBlock: typeof conduct.measureBlock = (block) => {
      const isAgain =
        block.pass === 'throughput' &&
        finishedRounds(conduct.entries, 'throughput').includes(block.round);
      return isAgain ? Promise.resolve() : conduct.measureBlock(block);
    };
    expect(await measureThroughput({ ...conduct, measureBlock })).toBe(3);
    const again = story(conduct.entries).filter((word) => word.startsWith('again'));
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(8);
  });

  test('learns of a program that has two modes itself, and measures none of them again', async () => {
    const twoModes: Outcome = (place) => ({
      dearer: isPair(place) && place.round % 2 === 0 ? 1.27 : 1,
    });
    const { entries } = await measured(6, twoModes);
    // Of two windows nobody can tell.
    expect(story(entries).filter((word) => word.startsWith('again'))).toEqual([
      'again t2 slow_state',
    ]);
  });

  test('does not measure a fault again', async () => {
    const { entries } = await measured(3, () => ({ change: miscount }));
    expect(story(entries).filter((word) => word.startsWith('again'))).toEqual([]);
  });

  test('has no reference windows where there are no reference services', async () => {
    const plan = smallPlan(2);
    const blocks = plan.blocks.filter(({ pass }) => pass !== 'control');
    const without = { ...plan, reference: null, control: null, ceilings: [], blocks };
    const conduct = conductExample({ plan: without, outcome: slowIn(1) });
    await measureThroughput(conduct);
    expect(story(conduct.entries).filter((word) => word.startsWith('c'))).toEqual([]);
  });
});
