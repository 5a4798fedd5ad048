import { describe, expect, test } from '@jest/globals';
import { busyCpus, idleThreadNotes } from '../../src/plan/side-load.ts';
import { makePlan } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { completeRequest } from '../../src/plan/request.ts';
import type { GivenLoad } from '../../src/plan/request.ts';
import { stubService } from '../helpers/service-folder.ts';
import { MACHINES } from '../helpers/topologies.ts';

const SERVER = stubService({ name: 'one' });
const CLIENTS = [
  stubService({ kind: 'client', name: 'two' }),
  stubService({ kind: 'client', name: 'single', manifest: { max_threads: 1 } }),
];

function planOn(name: keyof typeof MACHINES, given: GivenLoad): Plan {
  const machine = {
    topology: MACHINES[name],
    pinning_lacks: null,
    nofile_hard: null,
    ephemeral_ports: null,
    overhead: { block_ms: 500, cell_ms: 100 },
  };
  const pairs = CLIENTS.map((client) => ({ server: SERVER, client }));
  return makePlan(completeRequest(given, 1), pairs, null, machine);
}

describe('workers and threads', () => {
  test.each<[keyof typeof MACHINES, GivenLoad, { workers: number; threads: number }]>([
    ['2 CPUs', {}, { workers: 1, threads: 1 }],
    ['8 CPUs', {}, { workers: 3, threads: 3 }],
    ['64 CPUs, 32 cores', {}, { workers: 30, threads: 30 }],
    ['64 CPUs, 32 cores', { workers: 'auto', threads: 'auto' }, { workers: 15, threads: 15 }],
    ['64 CPUs, 32 cores', { workers: 4, threads: 'auto' }, { workers: 4, threads: 15 }],
    ['64 CPUs, 32 cores', { threads: 'auto', connections: 3 }, { workers: 30, threads: 3 }],
    ['64 CPUs, 32 cores', { threads: 8, connections: 3 }, { workers: 30, threads: 3 }],
    ['64 CPUs, 32 cores', { workers: 'auto', pin: '0-1:2' }, { workers: 2, threads: 1 }],
    ['64 CPUs, 32 cores', { workers: 'auto', pin: '0,32:1' }, { workers: 1, threads: 1 }],
    ['64 CPUs, 32 cores', { workers: 'auto', pin: 'none' }, { workers: 16, threads: 32 }],
    ['1 core with SMT', { workers: 'auto' }, { workers: 1, threads: 2 }],
    ['1 core with SMT', { workers: 'auto', pin: 'none' }, { workers: 1, threads: 1 }],
  ])('on %s with %j', (name, given, load) => {
    expect(planOn(name, given).settings).toMatchObject(load);
  });

  test('are told of each service, which may use fewer threads', () => {
    const { services } = planOn('64 CPUs, 32 cores', { workers: 4, threads: 2 });
    expect(services.map(({ name, workers, threads }) => [name, workers, threads])).toEqual([
      ['one', 4, undefined],
      ['two', undefined, 2],
      ['single', undefined, 1],
    ]);
  });
});

describe('a client that cannot use all threads', () => {
  test('is told with the cores that it leaves idle', () => {
    expect(idleThreadNotes(planOn('8 CPUs', {}))).toEqual([
      'single can run no more than one thread: it uses one of the 3 cores of its side',
    ]);
  });

  test('is told where there are no cores for them anyway', () => {
    expect(idleThreadNotes(planOn('2 CPUs', { threads: 4 }))).toEqual([
      'single can run no more than one thread: it does not use the 4 that are asked for',
    ]);
  });

  test('is no matter with one thread', () => {
    expect(idleThreadNotes(planOn('2 CPUs', {}))).toEqual([]);
  });
});

describe('CPUs that a side can keep busy', () => {
  const apart = { server: [0, 1, 2, 3], client: [4, 5, 6, 7] };
  const shared = { server: [0, 1], client: [0, 1] };

  test.each([
    ['those of its set', apart, 4, 4],
    ['no more than it has workers', apart, 1, 1],
    ['no more than its set has', apart, 9, 4],
    ['all that it shares', shared, 1, 2],
    ['as many as it has workers where it is not pinned', { server: null, client: null }, 3, 3],
  ])('are %s', (_, sets, count, cpus) => {
    expect(busyCpus(sets, 'server', count)).toBe(cpus);
    expect(busyCpus(sets, 'client', count)).toBe(cpus);
  });
});
