import { describe, expect, test } from '@jest/globals';
import { refuseSweep } from '../../src/commands/compare.ts';
import { OptionValues } from '../../src/commands/option-values.ts';
import type { RawValues } from '../../src/commands/option-values.ts';
import { requestOf, sweepRequestOf } from '../../src/commands/request.ts';
import { storedOptions } from '../../src/commands/resume/stored-options.ts';
import { pointLabel } from '../../src/plan/sweep.ts';
import {
  analysedSweep,
  connections,
  sweepJournal,
  sweepPlan,
} from '../analyse/sweep/sweep-fixture.ts';
import { faultOf } from '../helpers/fault.ts';

const NO_FILE = { name: '', values: {} };

function values(flags: RawValues, env: NodeJS.ProcessEnv = {}): OptionValues {
  return new OptionValues(flags, env, NO_FILE);
}

function loads(flags: RawValues, env: NodeJS.ProcessEnv = {}): string[] {
  return sweepRequestOf(values(flags, env)).sweep.map(pointLabel);
}

describe('the request of a sweep', () => {
  test('has its loads, the most connections, and nothing beside the points', () => {
    expect(sweepRequestOf(values({ connections: '1,8,32', rounds: 2 }))).toMatchObject({
      connections: 32,
      rounds: 2,
      rate_per_s: null,
      ceilings: false,
      latency: false,
      sweep: [{ connections: 1 }, { connections: 8 }, { connections: 32 }],
    });
    expect(sweepRequestOf(values({ connections: '16', rate: '1k,2k' }))).toMatchObject({
      connections: 16,
      rate_per_s: null,
      sweep: [{ rate_per_s: 1000 }, { rate_per_s: 2000 }],
    });
  });

  test('takes the list that is given in the stronger place', () => {
    const both = { PAIRBENCH_RATE: '10%,20%' };
    expect(loads({ connections: '1,2' }, both)).toEqual(['C=1', 'C=2']);
    const { connections: c } = sweepRequestOf(
      values({ rate: '1k,2k' }, { PAIRBENCH_CONNECTIONS: '7' }),
    );
    expect(c).toBe(7);
    expect(loads({ rate: '1k,2k' }, { PAIRBENCH_CONNECTIONS: '1,2' })).toEqual([
      '1000/s',
      '2000/s',
    ]);
  });

  test('measures all rounds, whatever the profile', () => {
    const { throughput_precision, p99_precision, rounds } = sweepRequestOf(
      values({ connections: '1,2', profile: 'rigorous' }),
    );
    expect([throughput_precision, p99_precision, rounds]).toEqual([null, null, 30]);
  });

  test.each([
    { connections: '1,8', rate: undefined },
    { connections: undefined, rate: '10%..95%' },
  ])('is asked again by the options of a run that goes on: %j', async (given) => {
    const request = sweepRequestOf(values(given));
    const [started, ...entries] = await sweepJournal(sweepPlan(request.sweep), () => ({}));
    if (started?.type !== 'run-started') throw new Error('the journal begins with something else');
    const stored = storedOptions({ started, entries: [started, ...entries] });
    expect(sweepRequestOf(values({}).over(stored)).sweep).toEqual(request.sweep);
  });
});

test.each([
  [{ connections: '1,8' }, 'sweep --connections 1,8'],
  [{ rate: '10%..95%' }, 'sweep --rate 10%..95%'],
])('several loads of another verb are refused, with a hint to sweep: %j', async (flags, hint) => {
  const fault = await faultOf(() => requestOf(values(flags)));
  expect(fault.exitCode).toBe(2);
  expect(fault.hint).toContain(hint);
});

test('a run that is a sweep is not compared with others', async () => {
  const run = await analysedSweep(sweepPlan(connections(1, 2)), () => ({}));
  const { message, exitCode } = await faultOf(() => {
    refuseSweep(run, 'compare');
  });
  expect(message).toMatch(/^compare: run \S+ is a sweep, /);
  expect(exitCode).toBe(2);
});
