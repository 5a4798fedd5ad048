import { describe, expect, test } from '@jest/globals';
import type { BuildFact } from '../../../src/build/facts.ts';
import {
  changedBuilds,
  changedConditions,
  goneServices,
} from '../../../src/commands/resume/differences.ts';
import type { Conditions } from '../../../src/commands/resume/differences.ts';
import type { JournalEntry, RunStarted } from '../../../src/journal/entries.ts';
import { BEFORE, resumed, RUN } from '../../analyse/attempts.ts';
import { stubService } from '../../helpers/service-folder.ts';

const [first] = RUN;
if (first?.type !== 'run-started') throw new Error('the example does not begin');
const THEN: RunStarted = first;

type Plan = RunStarted['plan'];

const withPlan = (plan: Partial<Plan>): Conditions => ({
  ...THEN,
  plan: { ...THEN.plan, ...plan },
});
const withSettings = (settings: Partial<Plan['settings']>): Conditions =>
  withPlan({ settings: { ...THEN.plan.settings, ...settings } });
const withHost = (host: Partial<RunStarted['host']>): Conditions => ({
  ...THEN,
  host: { ...THEN.host, ...host },
});

describe('conditions of measurement', () => {
  test('are the same as themselves', () => {
    expect(changedConditions(THEN, structuredClone(THEN))).toEqual([]);
  });

  test.each<[string, Conditions, string]>([
    ['a flag', withSettings({ connections: 8 }), 'settings.connections: 100 then, 8 now'],
    ['a switch', withSettings({ keep_alive: false }), 'settings.keep_alive: true then, false now'],
    ['the loop', withSettings({ rate_per_s: 0.5 }), 'settings.rate_per_s: null then, 0.5 now'],
    ['the number of rounds', withSettings({ rounds: 5 }), 'settings.rounds: 3 then, 5 now'],
    ['the workers', withSettings({ workers: 2 }), 'settings.workers: 1 then, 2 now'],
    ['the profile', withPlan({ profile: 'guide' }), 'profile: "quick" then, "guide" now'],
    ['the seed', withPlan({ seed: 43 }), 'seed: 42 then, 43 now'],
    [
      'the CPU sets',
      withPlan({ pinning: { server: [0, 2], client: [1], note: null } }),
      'pinning.server: [0] then, [0,2] now',
    ],
    ['the kernel', withHost({ kernel: '6.2.0' }), 'host.kernel: "6.1.0" then, "6.2.0" now'],
    [
      'the CPU',
      withHost({ cpu_model: 'Other' }),
      'host.cpu_model: "Example CPU" then, "Other" now',
    ],
    [
      'a kernel setting',
      withHost({ sysctl: { 'net.core.somaxconn': '128' } }),
      'host.sysctl.net.core.somaxconn: "4096" then, "128" now',
    ],
    [
      'the CPUs of the tool',
      withHost({ cpus_allowed: [0] }),
      'host.cpus_allowed: [0,1] then, [0] now',
    ],
    ['the tool', { ...THEN, tool_version: '0.2.0' }, 'tool_version: "0.1.0" then, "0.2.0" now'],
    ['the runtime', { ...THEN, runtime: 'docker' }, 'runtime: "process" then, "docker" now'],
    [
      'an option of the runtime',
      { ...THEN, runtime_options: { 'docker-network': 'host' } },
      'runtime_options.docker-network: none then, "host" now',
    ],
    [
      'a kernel setting that is gone',
      withHost({ sysctl: {} }),
      'host.sysctl.net.core.somaxconn: "4096" then, none now',
    ],
  ])('name %s that has changed', (_, now, difference) => {
    expect(changedConditions(THEN, now)).toEqual([difference]);
  });

  test.each<[string, Partial<Plan>, string]>([
    [
      'reference services that are new',
      { reference: { server: 'reference', client: 'reference' } },
      'reference: null then, "reference:reference" now',
    ],
    [
      'ceilings',
      { ceilings: [{ server: 'go-gin', client: 'reference' }] },
      'ceilings: [] then, ["go-gin:reference"] now',
    ],
    [
      'a second pass',
      { latency: { warmup_ms: 250, duration_ms: 800, rate_per_s: null } },
      'latency: false then, true now',
    ],
    [
      'the precision to reach',
      { stop: { throughput_precision: 0.02, p99_precision: null, max_time_ms: null } },
      'stop.throughput_precision: null then, 0.02 now',
    ],
    [
      'the time that is given',
      { stop: { throughput_precision: null, p99_precision: null, max_time_ms: 5000 } },
      'stop.max_time_ms: null then, 5000 now',
    ],
  ])('name %s', (_, plan, difference) => {
    expect(changedConditions(THEN, withPlan(plan))).toEqual([difference]);
  });

  test('name the rate of the second pass', () => {
    const at = (rate_per_s: number): Conditions =>
      withPlan({ latency: { warmup_ms: 250, duration_ms: 800, rate_per_s } });
    expect(changedConditions(at(500), at(600))).toEqual(['latency_rate_per_s: 500 then, 600 now']);
  });

  test('name the pairs, when one is gone or new', () => {
    const pairs = THEN.plan.pairs.slice(1);
    const [difference, ...others] = changedConditions(THEN, withPlan({ pairs }));
    expect(others).toEqual([]);
    expect(difference).toMatch(/^pairs: \["go-gin:cpp-cpr",.* then, \["go-gin:python-aiohttp",/);
  });

  test('name all that have changed', () => {
    const now = { ...withSettings({ connections: 8, rounds: 5 }), tool_version: '0.2.0' };
    expect(changedConditions(THEN, now)).toHaveLength(3);
  });

  test('hold neither notes nor estimates', () => {
    const { pinning } = THEN.plan;
    const now = withPlan({ expected_ms: 1, pinning: { ...pinning, note: 'look' } });
    expect(changedConditions(THEN, { ...now })).toEqual([]);
  });
});

const whose = (service: string) => ({ kind: 'server' as const, service });
const built = (
  service: string,
  change: Partial<Extract<BuildFact, { type: 'build-finished' }>> = {},
) => ({
  ...({
    type: 'build-finished',
    ...whose(service),
    cached: true,
    duration_ms: 1,
    versions: {},
  } as const),
  ...{ fingerprint: `fingerprint-of-${service}`, binary: `binary-of-${service}` },
  ...change,
});
const failed = (service: string): BuildFact => ({
  type: 'build-failed',
  ...{ ...whose(service), reason: 'x', log_file: 'x.log', log_tail: [] },
});
const skipped = (service: string): BuildFact => ({
  type: 'service-skipped',
  ...{ ...whose(service), reason: 'x', remedy: 'y' },
});
const MEASURING: JournalEntry = { type: 'measuring-started', expected_ms: 1 };

describe('builds', () => {
  const then = [built('a'), built('b'), MEASURING];

  test('are the same when fingerprint and binary are', () => {
    expect(changedBuilds(then, [built('b', { cached: false }), built('a')])).toEqual([]);
    const facts = BEFORE.filter((entry) => entry.type === 'build-finished');
    expect(changedBuilds(RUN, facts)).toEqual([]);
  });

  test.each<[string, BuildFact[], string]>([
    [
      'whose sources have changed',
      [built('a', { fingerprint: 'other', binary: 'other' }), built('b')],
      'a: its sources, build or tools have changed',
    ],
    [
      'whose output has changed',
      [built('a'), built('b', { binary: 'other' })],
      'b: its binary has changed',
    ],
    [
      'whose images are started in another way',
      [built('a', { start: 'other' }), built('b')],
      'a: it is started in another way',
    ],
    ['that fail now', [failed('a'), built('b')], 'a: was built then, cannot be built now'],
    ['that are skipped now', [built('a'), skipped('b')], 'b: was built then, cannot be built now'],
    ['that are gone', [built('a')], 'b: was built then, cannot be built now'],
    ['that are new', [built('a'), built('b'), built('c')], 'c: was not built then'],
  ])('%s are named', (_, now, difference) => {
    expect(changedBuilds(then, now)).toEqual([difference]);
  });

  test('that could not be made then are named once they can', () => {
    for (const lacking of [failed('b'), skipped('b')]) {
      const journal = [built('a'), lacking, MEASURING];
      expect(changedBuilds(journal, [built('a'), lacking])).toEqual([]);
      expect(changedBuilds(journal, [built('a'), built('b')])).toEqual(['b: was not built then']);
    }
  });

  test('of a server and a client of one name are two', () => {
    const client = (binary: string): BuildFact => built('a', { kind: 'client', binary });
    const journal = [built('a'), client('one'), MEASURING];
    expect(changedBuilds(journal, [client('one'), built('a')])).toEqual([]);
    expect(changedBuilds(journal, [client('other'), built('a')])).toEqual([
      'a (client): its binary has changed',
    ]);
    expect(changedBuilds(journal, [client('one'), failed('a')])).toEqual([
      'a (server): was built then, cannot be built now',
    ]);
  });

  test('are all named', () => {
    expect(changedBuilds(then, [built('a', { binary: 'x' }), built('c')])).toHaveLength(3);
  });

  test('mean nothing as long as nothing was measured with them', () => {
    const other = built('a', { fingerprint: 'other' });
    expect(changedBuilds([built('a')], [built('a'), built('b')])).toEqual([]);
    expect(changedBuilds([built('a')], [other])).toEqual([]);
    const measured = [built('a'), resumed(), other, MEASURING];
    expect(changedBuilds(measured, [other])).toEqual([]);
    expect(changedBuilds(measured, [built('a')])).toHaveLength(1);
  });

  test('of an attempt that was killed before it said them are those of the one before', () => {
    expect(changedBuilds([...then, resumed(1)], [built('a'), built('b')])).toEqual([]);
    expect(changedBuilds([...then, resumed(1)], [built('a'), failed('b')])).toHaveLength(1);
  });
});

describe('services of the run', () => {
  const there = THEN.plan.services.map(({ name, kind }) => stubService({ name, kind }));

  test('may be all there, among others', () => {
    expect(goneServices(THEN, [...there, stubService({ name: 'other' })])).toEqual([]);
  });

  test('are named when they are gone, or are something else now', () => {
    const now = there
      .filter(({ name }) => name !== 'go-gin')
      .map((one) => (one.name === 'cpp-cpr' ? { ...one, kind: 'server' as const } : one));
    expect(goneServices(THEN, now)).toEqual([
      'go-gin: this server is gone',
      'cpp-cpr: this client is gone',
    ]);
  });
});
