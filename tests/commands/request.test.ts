import { describe, expect, test } from '@jest/globals';
import { OptionValues } from '../../src/commands/option-values.ts';
import type { RawValues } from '../../src/commands/option-values.ts';
import { requestOf, selectionOf } from '../../src/commands/request.ts';
import { faultOf } from '../helpers/fault.ts';

function values(flags: RawValues, file: RawValues = {}): OptionValues {
  return new OptionValues(flags, {}, { name: 'pairbench.yaml', values: file });
}

describe('the request of a run', () => {
  test('has as many workers and threads as the side has cores, where that is wished', () => {
    const request = requestOf(values({ workers: 'auto' }, { threads: 'auto' }));
    expect(request).toMatchObject({ workers: 'auto', threads: 'auto' });
  });

  test('refuses workers that are neither a number nor auto', async () => {
    expect((await faultOf(() => requestOf(values({ workers: 'all' })))).message).toBe(
      '--workers: "all" is not a whole number such as 100, 10k or 2M, or auto',
    );
  });

  test('has the values of all options, in their units', () => {
    const flags = {
      profile: 'standard',
      connections: '1k',
      threads: '3',
      workers: '4',
      warmup: '1.5s',
      duration: '2m',
      rate: '30/m',
      'payload-bytes': '100',
      timeout: '250ms',
      'keep-alive': false,
      rounds: '2',
      seed: '7',
      pin: '0:1',
    };
    expect(requestOf(values(flags))).toEqual({
      profile: 'standard',
      connections: 1000,
      threads: 3,
      workers: 4,
      warmup_ms: 1500,
      duration_ms: 120_000,
      requests: null,
      rate_per_s: 0.5,
      payload_bytes: 100,
      timeout_ms: 250,
      keep_alive: false,
      rounds: 2,
      seed: 7,
      pin: '0:1',
      ceilings: true,
      latency: false,
      latency_rate_per_s: null,
      throughput_precision: null,
      p99_precision: null,
      max_time_ms: null,
      sweep: [],
    });
  });

  test('has a fresh seed where none is given', () => {
    const seeds = [1, 2, 3].map(() => requestOf(values({})).seed);
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });

  test('takes the length of the window from the stronger place', () => {
    expect(requestOf(values({ duration: '1s' }, { requests: 5000 }))).toMatchObject({
      duration_ms: 1000,
      requests: null,
    });
    expect(requestOf(values({ requests: '50' }, { duration: '1s' }))).toMatchObject({
      duration_ms: null,
      requests: 50,
    });
  });

  test('has what the passes need, in its units', () => {
    const flags = {
      ...{ ceilings: false, 'latency-rate': '2k', precision: '1.5%', 'max-time': '10m' },
    };
    expect(requestOf(values(flags))).toMatchObject({
      ...{ ceilings: false, latency: true, latency_rate_per_s: 2000, rounds: 30 },
      ...{ throughput_precision: 0.015, max_time_ms: 600_000 },
    });
  });

  test('takes the rate of everything, or of the second pass, from the stronger place', () => {
    expect(requestOf(values({ rate: '5' }, { 'latency-rate': 7 }))).toMatchObject({
      ...{ rate_per_s: 5, latency: false, latency_rate_per_s: null },
    });
    expect(requestOf(values({ 'latency-rate': '7' }, { rate: 5 }))).toMatchObject({
      ...{ rate_per_s: null, latency: true, latency_rate_per_s: 7 },
    });
  });

  test('has no rate of a second pass that a stronger place has switched off', () => {
    const without = requestOf(values({ latency: false }, { 'latency-rate': 7 }));
    expect(without).toMatchObject({ latency: false, latency_rate_per_s: null });
    const withIt = requestOf(values({ latency: true }, { 'latency-rate': 7 }));
    expect(withIt).toMatchObject({ latency: true, latency_rate_per_s: 7 });
  });

  test.each([
    [{ rate: '5', 'latency-rate': '7' }, '--rate and --latency-rate exclude each other'],
    [{ latency: false, 'latency-rate': '7' }, '--no-latency and --latency-rate exclude each other'],
  ])('is refused with %j in the same place', async (flags, message) => {
    expect((await faultOf(() => requestOf(values(flags)))).message).toBe(message);
  });

  test('is refused with two lengths in the same place', async () => {
    const fault = await faultOf(() => requestOf(values({ duration: '1s', requests: '5' })));
    expect(fault.message).toBe('--duration and --requests exclude each other');
  });
});

describe('the selection of a run', () => {
  test('is by default nothing in particular', () => {
    expect(selectionOf(values({}), [])).toEqual({ servers: null, clients: null, pairs: null });
  });

  test('has the words of the flags', () => {
    expect(selectionOf(values({ servers: 'a,b', clients: ['c', 'd'] }), [])).toEqual({
      servers: ['a', 'b'],
      clients: ['c', 'd'],
      pairs: null,
    });
    expect(selectionOf(values({ pairs: 'a:c' }), []).pairs).toEqual(['a:c']);
  });

  test('is refused when pairs and services are given in the same place', async () => {
    const fault = await faultOf(() => selectionOf(values({ servers: 'a', pairs: 'a:c' }), []));
    expect(fault.message).toBe('--pairs excludes --servers and --clients');
  });

  test('by pairs as a flag makes the services of the file void', () => {
    expect(selectionOf(values({ pairs: 'a:c' }, { servers: 'b' }), [])).toEqual({
      servers: null,
      clients: null,
      pairs: ['a:c'],
    });
  });

  test('of single is its two words, whatever the file says', () => {
    expect(selectionOf(values({}, { pairs: 'a:c' }), ['x', 'y'])).toEqual({
      servers: ['x'],
      clients: ['y'],
      pairs: null,
    });
  });

  test('by flags makes the pairs of the file void', () => {
    expect(selectionOf(values({ servers: 'a' }, { pairs: 'b:c', clients: 'd' }), [])).toEqual({
      servers: ['a'],
      clients: ['d'],
      pairs: null,
    });
  });
});
