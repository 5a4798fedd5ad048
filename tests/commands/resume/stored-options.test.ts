import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OptionValues } from '../../../src/commands/option-values.ts';
import type { RawValues } from '../../../src/commands/option-values.ts';
import { requestOf, selectionOf } from '../../../src/commands/request.ts';
import { storedOptions } from '../../../src/commands/resume/stored-options.ts';
import type { RunStarted } from '../../../src/journal/entries.ts';
import type { Plan } from '../../../src/plan/facts.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { Machine } from '../../../src/plan/plan.ts';
import { completeRequest } from '../../../src/plan/request.ts';
import type { GivenLoad, RunRequest } from '../../../src/plan/request.ts';
import { PROFILE_NAMES } from '../../../src/plan/profiles.ts';
import { selectPairs } from '../../../src/plan/select.ts';
import type { Pair } from '../../../src/plan/select.ts';
import { parseShare } from '../../../src/plan/units.ts';
import { RUN } from '../../analyse/attempts.ts';
import { stubService } from '../../helpers/service-folder.ts';
import { machine } from '../../helpers/topologies.ts';

const MACHINE: Machine = {
  topology: machine({ cores: 6 }),
  pinning_lacks: null,
  nofile_hard: null,
  ephemeral_ports: null,
  overhead: { block_ms: 500, cell_ms: 100 },
};

const SERVICES = [
  ...['go', 'go-gin'].map((name) => stubService({ name })),
  ...['a', 'a-b', 'b'].map((name) => stubService({ kind: 'client', name })),
];
const PAIRS: Pair[] = SERVICES.filter(({ kind }) => kind === 'server').flatMap((server) =>
  SERVICES.filter(({ kind }) => kind === 'client').map((client) => ({ server, client })),
);

const tagged = { name: 'reference', manifest: { tags: ['reference'] } };
const REFERENCE = {
  server: stubService(tagged),
  client: stubService({ ...tagged, kind: 'client' }),
};

const [first] = RUN;
if (first?.type !== 'run-started') throw new Error('the example does not begin');
const STARTED: RunStarted = first;

const startedWith = (request: RunRequest, pairs: readonly Pair[] = PAIRS): RunStarted => ({
  ...STARTED,
  plan: makePlan(request, pairs, REFERENCE, MACHINE),
});

const resumedWith = (started: RunStarted, flags: RawValues = {}): OptionValues =>
  new OptionValues(flags, {}, { name: '', values: {} }).over(
    storedOptions({ started, entries: [started] }),
  );

const whole = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

/** Any rate that a user may write: fractions of a second's, such as 30/m is. */
const rates = fc
  .double({ min: 0.001, max: 1e8, noNaN: true })
  .map((rate) => (rate < 1 ? rate : Math.round(rate * 60) / 60));

/** As `--precision` reads them: `1.25%` and the like. */
const percentages = fc
  .integer({ min: 100_000, max: 100_000_000 })
  .map((millionths) => parseShare(`${millionths / 1_000_000}%`))
  .map((parsed) => (parsed.ok ? parsed.value : NaN));

const sets = fc.constantFrom('auto', 'none', '0:1', '0-2:3-5', '0,2:1,3-4', '5:0-4');

const windows: fc.Arbitrary<GivenLoad> = fc.oneof(
  fc.constant({}),
  whole(86_400_000).map((duration_ms) => ({ duration_ms })),
  whole(1_000_000_000).map((requests) => ({ requests })),
);

const counts = fc.oneof(whole(1024), fc.constant('auto' as const));

const loads: fc.Arbitrary<GivenLoad> = fc
  .tuple(
    windows,
    fc.record({
      profile: fc.constantFrom(...PROFILE_NAMES),
      connections: maybe(whole(1_000_000)),
      threads: maybe(counts),
      workers: maybe(counts),
      warmup_ms: maybe(fc.integer({ min: 0, max: 3_600_000 })),
      payload_bytes: maybe(fc.integer({ min: 100, max: 65_536 })),
      timeout_ms: maybe(whole(3_600_000)),
      keep_alive: maybe(fc.boolean()),
      rounds: maybe(whole(20)),
      pin: sets,
      ceilings: maybe(fc.boolean()),
      precision: maybe(percentages),
      max_time_ms: maybe(whole(604_800_000)),
    }),
    fc.oneof(
      fc.constant({}),
      fc.constant({ latency: false }),
      rates.map((rate_per_s) => ({ rate_per_s })),
      rates.map((latency_rate_per_s) => ({ latency_rate_per_s })),
    ),
  )
  .map(([window, rest, rate]) => ({ ...rest, ...window, ...rate }));

/** Sets that `auto` chose are given the second time: then they need no reason, and may be worth a note. */
function conditions({ pinning, ...plan }: Plan) {
  const { server, client, cores } = pinning;
  return { ...plan, pinning: { server, client, cores } };
}

describe('the options of a stored run', () => {
  test('make the same plan again, whatever was asked for', () => {
    fc.assert(
      fc.property(loads, fc.nat({ max: 0x7fffffff }), (load, seed) => {
        const started = startedWith(completeRequest(load, seed));
        const again = makePlan(requestOf(resumedWith(started)), PAIRS, REFERENCE, MACHINE);
        expect(conditions(again)).toEqual(conditions(started.plan));
      }),
      { numRuns: 500 },
    );
  });

  test.each([1 / 3, 0.1 + 0.2, 1e-3, 12345.678901, 1e8, 2 ** 53 / 1e9, 100 / 60, 0.0012345678901])(
    'keep the rate %d to its last digit',
    (rate_per_s) => {
      const started = startedWith(completeRequest({ rate_per_s }, 1));
      expect(requestOf(resumedWith(started)).rate_per_s).toBe(rate_per_s);
    },
  );

  test('select the same pairs, and no more', () => {
    const some = [PAIRS[0], PAIRS[4]].flatMap((pair) => pair ?? []);
    const values = resumedWith(startedWith(completeRequest({}, 1), some));
    expect(selectPairs(selectionOf(values, []), SERVICES)).toEqual(some);
  });

  test('are outweighed by what is given anew', () => {
    const values = resumedWith(startedWith(completeRequest({ connections: 7, rounds: 2 }, 9)), {
      connections: '8',
    });
    expect(requestOf(values)).toMatchObject({ connections: 8, rounds: 2, seed: 9 });
  });

  test.each([
    [{ duration_ms: 1500 }, { requests: '50' }, { duration_ms: null, requests: 50 }],
    [{ requests: 50 }, { duration: '1s' }, { duration_ms: 1000, requests: null }],
  ])('%j do not contradict another length %j', (load, flags, expected) => {
    const values = resumedWith(startedWith(completeRequest(load, 1)), flags);
    expect(requestOf(values)).toMatchObject(expected);
  });

  test('give way to another rate, which is a difference then and no contradiction', () => {
    const started = startedWith(completeRequest({ latency_rate_per_s: 500 }, 1));
    expect(requestOf(resumedWith(started, { rate: '7' }))).toMatchObject({ rate_per_s: 7 });
    expect(requestOf(resumedWith(started, { latency: false }))).toMatchObject({ latency: false });
    const atRate = startedWith(completeRequest({ rate_per_s: 500 }, 1));
    const anew = requestOf(resumedWith(atRate, { 'latency-rate': '7' }));
    expect(anew).toMatchObject({ rate_per_s: null, latency_rate_per_s: 7 });
  });

  test('give way to servers and clients that are chosen anew', () => {
    const anew = { servers: 'go', clients: 'a' };
    const values = resumedWith(startedWith(completeRequest({}, 1)), anew);
    expect(selectPairs(selectionOf(values, []), SERVICES)).toEqual(PAIRS.slice(0, 1));
  });

  test('hold the runtime and what it was given', () => {
    const runtime_options = { 'docker-network': 'bridge', 'docker-memory': '524288k' };
    const values = resumedWith({ ...STARTED, runtime: 'docker', runtime_options });
    expect(values.text('runtime')).toBe('docker');
    expect(values.text('docker-network')).toBe('bridge');
    expect(values.sizeBytes('docker-memory')).toBe(512 * 2 ** 20);
  });

  test('are named as those of the run when they are at fault', () => {
    const values = resumedWith({ ...STARTED, runtime: 'swarm' });
    expect(() => values.text('runtime')).toThrow('the run: runtime: "swarm" is unknown');
  });
});
