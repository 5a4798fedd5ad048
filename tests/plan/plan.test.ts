import { describe, expect, test } from '@jest/globals';
import { planSchema } from '../../src/plan/facts.ts';
import type { Plan, Settings } from '../../src/plan/facts.ts';
import { expectedMs } from '../../src/plan/estimate.ts';
import { makePlan } from '../../src/plan/plan.ts';
import type { Machine } from '../../src/plan/plan.ts';
import { completeRequest } from '../../src/plan/request.ts';
import type { GivenLoad } from '../../src/plan/request.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';
import { machine } from '../helpers/topologies.ts';

const MACHINE: Machine = {
  topology: machine({ cores: 4 }),
  pinning_lacks: null,
  nofile_hard: 20_000,
  ephemeral_ports: 28_232,
  overhead: { block_ms: 500, cell_ms: 100 },
};

function plan(given: GivenLoad, changes: Partial<Machine> = {}): Plan {
  const server = stubService({ name: 'one' });
  const clients = ['two', 'three'].map((name) => stubService({ kind: 'client', name }));
  const pairs = clients.map((client) => ({ server, client }));
  return makePlan(completeRequest(given, 1), pairs, null, { ...MACHINE, ...changes });
}

describe('a plan', () => {
  test('fits the schema of the journal', () => {
    const made = plan({});
    expect(planSchema.parse(made)).toEqual(made);
  });

  test.each([
    ['pairs', (made: Plan): Plan => ({ ...made, pairs: [...made.pairs, ...made.pairs] })],
    ['pairs', (made: Plan): Plan => ({ ...made, ceilings: made.pairs.slice(1) })],
    [
      'services',
      (made: Plan): Plan => ({ ...made, services: made.services.flatMap((one) => [one, one]) }),
    ],
  ])('that names one of its %s twice is none', (where, change) => {
    const { success, error } = planSchema.safeParse(change(plan({})));
    expect(success).toBe(false);
    expect(error?.issues[0]?.path).toEqual([where]);
  });

  test('without reference services has neither ceilings nor reference windows', () => {
    const { reference, ceilings, control, blocks } = plan({});
    expect({ reference, ceilings, control }).toEqual({
      ...{ reference: null, ceilings: [], control: null },
    });
    expect(new Set(blocks.map(({ pass }) => pass))).toEqual(new Set(['throughput', 'latency']));
  });

  test('names each pair and each service once', () => {
    const { pairs, services, blocks } = plan({ rounds: 2, latency: false });
    expect(pairs).toEqual([
      { server: 'one', client: 'two' },
      { server: 'one', client: 'three' },
    ]);
    expect(services.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(blocks.map(({ round }) => round)).toEqual([1, 2]);
  });

  test('names a reference service once, chosen or not, though its folder was read twice', () => {
    const read = () => ({
      server: stubService({ name: 'reference' }),
      client: stubService({ kind: 'client', name: 'reference' }),
    });
    const made = makePlan(completeRequest({}, 1), [read()], read(), MACHINE);
    expect(made.services.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'server reference',
      'client reference',
    ]);
  });

  test('has no part for a load-only client in the second pass', () => {
    const server = stubService({ name: 'one' });
    const client = stubService({ kind: 'client', name: 'two' });
    const manifest = { kind: 'load-only' };
    const wrk = stubService({ kind: 'client', name: 'wrk', manifest });
    const pairs = [client, wrk].map((one) => ({ server, client: one }));
    const { blocks, services } = makePlan(completeRequest({ rounds: 1 }, 1), pairs, null, MACHINE);
    const clientsOf = (pass: string): string[] =>
      blocks.filter((block) => block.pass === pass).flatMap(({ clients }) => clients);
    expect(clientsOf('throughput').sort()).toEqual(['two', 'wrk']);
    expect(clientsOf('latency')).toEqual(['two']);
    expect(services.map(({ load_only }) => load_only)).toEqual([false, false, true]);
  });

  test('gives each side as many workers and threads as it has CPUs', () => {
    expect(plan({}).settings).toMatchObject({ workers: 1, threads: 1 });
    expect(plan({ pin: '0-1:2-3' }).settings).toMatchObject({ workers: 2, threads: 2 });
    expect(plan({ pin: '0:1-3' }).settings).toMatchObject({ workers: 1, threads: 3 });
    expect(plan({ pin: 'none' }).settings).toMatchObject({ workers: 2, threads: 2 });
    expect(plan({ workers: 5, threads: 1 }).settings).toMatchObject({ workers: 5, threads: 1 });
  });

  test('has no more threads than connections', () => {
    expect(plan({ connections: 1 }).settings.threads).toBe(1);
    expect(plan({ connections: 2, threads: 8 }).settings.threads).toBe(2);
  });

  test('on one CPU still has a worker and a thread', () => {
    const one = { topology: MACHINE.topology.slice(0, 1) };
    expect(plan({ pin: 'none' }, one).settings).toMatchObject({ workers: 1, threads: 1 });
  });
});

describe('a plan with reference services', () => {
  const tagged = { name: 'reference', manifest: { tags: ['reference'] } };
  const reference = {
    server: stubService(tagged),
    client: stubService({ ...tagged, kind: 'client' }),
  };
  const server = stubService({ name: 'one' });
  const clients = [
    stubService({ kind: 'client', name: 'two' }),
    stubService({ kind: 'client', name: 'loader', manifest: { kind: 'load-only' } }),
  ];
  const made = (given: GivenLoad): Plan => {
    const pairs = clients.map((client) => ({ server, client }));
    return makePlan(completeRequest({ rounds: 2, ...given }, 1), pairs, reference, MACHINE);
  };
  const measured = ({ blocks }: Plan, pass: Plan['blocks'][number]['pass']): string[] =>
    blocks
      .filter((block) => block.pass === pass && block.round === 1)
      .flatMap((block) => block.clients.map((client) => `${block.server}:${client}`))
      .sort();

  test('fits the schema, and has all services', () => {
    const plan = made({});
    expect(planSchema.parse(plan)).toEqual(plan);
    expect(plan.services.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      ...['server one', 'client two', 'client loader'],
      ...['server reference', 'client reference'],
    ]);
  });

  test('measures chosen pairs and ceilings in each round, with a reference window before each other turn', () => {
    const plan = made({});
    expect(measured(plan, 'throughput')).toEqual([
      ...['one:loader', 'one:reference', 'one:two'],
      ...['reference:loader', 'reference:reference', 'reference:two'],
    ]);
    expect(measured(plan, 'control')).toEqual(['reference:reference']);
  });

  test('keeps a client that cannot send at a rate out of the second pass', () => {
    expect(measured(made({}), 'latency')).toEqual(['one:reference', 'one:two', 'reference:two']);
  });

  test('without ceilings still has the reference windows', () => {
    const plan = made({ ceilings: false });
    expect(plan.ceilings).toEqual([]);
    expect(measured(plan, 'throughput')).toEqual(['one:loader', 'one:two']);
    expect(measured(plan, 'control')).toEqual(['reference:reference']);
    expect(measured(plan, 'latency')).toEqual(['one:two']);
  });

  test('without a second pass has no block of it', () => {
    for (const given of [{ latency: false }, { rate_per_s: 100 }])
      expect(measured(made(given), 'latency')).toEqual([]);
  });

  test('ends when the request says', () => {
    expect(made({ precision: 0.01, max_time_ms: 5000 }).stop).toEqual({
      throughput_precision: 0.01,
      p99_precision: 0.025,
      max_time_ms: 5000,
    });
  });
});

test('a plan with a server that already runs says so, and where', () => {
  const process = { pid: 4711, start_ticks: '12345' };
  const mine = { name: 'mine', kind: 'server', url: 'http://127.0.0.1:8000', process } as const;
  const client = stubService({ kind: 'client', name: 'two' });
  const made = makePlan(completeRequest({}, 1), [{ server: mine, client }], null, MACHINE);
  expect(planSchema.parse(made)).toEqual(made);
  expect(made.services).toMatchObject([
    { name: 'mine', kind: 'server', external: { url: 'http://127.0.0.1:8000', process } },
    { name: 'two', kind: 'client', external: null },
  ]);
});

describe('connections that this machine cannot open are refused before anything is built', () => {
  test('for want of open files', async () => {
    const fault = await faultOf(() => plan({ connections: 20_000 }));
    expect(fault.message).toBe(
      '--connections: 20000 connections need 20064 open files in a process, the hard limit here is 20000',
    );
    expect(fault).toMatchObject({ exitCode: 2, hint: expect.stringContaining('ulimit -Hn') });
  });

  test('for want of ports', async () => {
    const fault = await faultOf(() => plan({ connections: 101 }, { ephemeral_ports: 100 }));
    expect(fault.message).toBe(
      '--connections: 101 connections need as many local ports, net.ipv4.ip_local_port_range gives 100',
    );
  });

  test('but not where the limits are not reached or not known', () => {
    expect(plan({ connections: 19_936 }).settings.connections).toBe(19_936);
    const unknown = { nofile_hard: null, ephemeral_ports: null };
    expect(plan({ connections: 1_000_000 }, unknown).settings.connections).toBe(1_000_000);
  });
});

describe('the expected time', () => {
  const { overhead } = MACHINE;
  const made = plan({ rounds: 3, latency: false });
  const { blocks, settings } = made;
  const expected = (changes: Partial<Settings>): number =>
    expectedMs(blocks, { ...made, settings: { ...settings, ...changes } }, overhead);

  test('grows with the length of the windows, of which there is one for each pair and round', () => {
    expect(expected({ duration_ms: 3000 }) - expected({})).toBe(6 * 1000);
  });

  test('of windows by requests is a guess, and a whole number', () => {
    expect(Number.isInteger(expected({ duration_ms: null, requests: 5001 }))).toBe(true);
  });

  test('of nothing is nothing', () => {
    expect(expectedMs([], made, overhead)).toBe(0);
  });
});
