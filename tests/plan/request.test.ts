import { describe, expect, test } from '@jest/globals';
import { PROFILE_NAMES, PROFILES } from '../../src/plan/profiles.ts';
import { completeRequest } from '../../src/plan/request.ts';
import type { GivenLoad } from '../../src/plan/request.ts';
import { faultOf } from '../helpers/fault.ts';

const FRESH_SEED = 4711;

describe('a request', () => {
  test('without any wish is the quick profile with the documented defaults', () => {
    expect(completeRequest({}, FRESH_SEED)).toEqual({
      profile: 'quick',
      connections: 100,
      threads: null,
      workers: null,
      warmup_ms: 500,
      duration_ms: 2000,
      requests: null,
      rate_per_s: null,
      payload_bytes: 200,
      timeout_ms: 30_000,
      keep_alive: true,
      rounds: 3,
      seed: FRESH_SEED,
      pin: 'auto',
      ceilings: true,
      latency: true,
      latency_rate_per_s: null,
      throughput_precision: null,
      p99_precision: null,
      max_time_ms: null,
      sweep: [],
    });
  });

  test.each(PROFILE_NAMES)('of the profile %s has its rounds and its window', (profile) => {
    const { rounds, warmup_ms, duration_ms, requests } = PROFILES[profile];
    expect(completeRequest({ profile }, FRESH_SEED)).toMatchObject({
      profile,
      rounds,
      warmup_ms,
      duration_ms,
      requests,
    });
  });

  test('takes what is given over what the profile says', () => {
    const given = { connections: 7, rounds: 9, seed: 0, warmup_ms: 0, keep_alive: false };
    expect(completeRequest({ profile: 'standard', ...given }, FRESH_SEED)).toMatchObject(given);
  });

  test('has one length of its window: the given one replaces that of the profile', () => {
    expect(completeRequest({ requests: 50 }, FRESH_SEED)).toMatchObject({
      duration_ms: null,
      requests: 50,
    });
    expect(completeRequest({ profile: 'guide', duration_ms: 50 }, FRESH_SEED)).toMatchObject({
      duration_ms: 50,
      requests: null,
    });
  });

  test('has a precision to reach only with the profile rigorous, or where one was given', () => {
    expect(completeRequest({ profile: 'rigorous' }, FRESH_SEED)).toMatchObject({
      ...{ rounds: 30, throughput_precision: 0.02, p99_precision: 0.05 },
    });
    expect(completeRequest({ profile: 'standard' }, FRESH_SEED)).toMatchObject({
      ...{ rounds: 10, throughput_precision: null, p99_precision: null },
    });
    expect(completeRequest({ profile: 'rigorous', precision: 0.01 }, FRESH_SEED)).toMatchObject({
      ...{ throughput_precision: 0.01, p99_precision: 0.025 },
    });
  });

  test('for a precision has as many rounds as it may take, but no more than were given', () => {
    expect(completeRequest({ precision: 0.01 }, FRESH_SEED).rounds).toBe(30);
    expect(completeRequest({ precision: 0.01, rounds: 12 }, FRESH_SEED).rounds).toBe(12);
  });

  test('at one rate has no second pass: the first one has equal load already', () => {
    expect(completeRequest({ rate_per_s: 500 }, FRESH_SEED).latency).toBe(false);
    expect(completeRequest({ rate_per_s: 500, latency: true }, FRESH_SEED).latency).toBe(false);
  });

  test.each<[GivenLoad, string]>([
    [{ rate_per_s: 5, latency_rate_per_s: 5 }, '--rate and --latency-rate exclude each other'],
    [
      { latency: false, latency_rate_per_s: 5 },
      '--no-latency and --latency-rate exclude each other',
    ],
  ])('with %j is refused', async (given, message) => {
    const fault = await faultOf(() => completeRequest(given, FRESH_SEED));
    expect(fault.message).toBe(message);
  });

  test('with two lengths is refused', async () => {
    const fault = await faultOf(() => completeRequest({ requests: 5, duration_ms: 5 }, FRESH_SEED));
    expect(fault.message).toBe('--duration and --requests exclude each other');
  });
});

describe('a number outside its range is refused by the name of its flag', () => {
  test.each<[GivenLoad, string]>([
    [{ connections: 0 }, '--connections: 0 is outside 1 to 1000000'],
    [{ threads: 1025 }, '--threads: 1025 is outside 1 to 1024'],
    [{ workers: 0 }, '--workers: 0 is outside 1 to 1024'],
    [{ duration_ms: 0 }, '--duration: 0 ms is outside 1 ms to 86400000 ms'],
    [{ warmup_ms: 3_600_001 }, '--warmup: 3600001 ms is outside 0 ms to 3600000 ms'],
    [{ requests: 0 }, '--requests: 0 is outside 1 to 1000000000'],
    [{ rate_per_s: 1e9 }, '--rate: 1000000000 is outside 0.001 to 100000000'],
    [{ payload_bytes: 99 }, '--payload-bytes: 99 is outside 100 to 65536'],
    [{ payload_bytes: 65_537 }, '--payload-bytes: 65537 is outside 100 to 65536'],
    [{ timeout_ms: 0 }, '--timeout: 0 ms is outside 1 ms to 3600000 ms'],
    [{ rounds: 0 }, '--rounds: 0 is outside 1 to 1000'],
    [{ latency_rate_per_s: 1e9 }, '--latency-rate: 1000000000 is outside 0.001 to 100000000'],
    [{ precision: 0.0005 }, '--precision: 0.05 % is outside 0.1 % to 100 %'],
    [{ max_time_ms: 0 }, '--max-time: 0 ms is outside 1 ms to 604800000 ms'],
    [{ seed: 2 ** 31 }, '--seed: 2147483648 is outside 0 to 2147483647'],
  ])('%j', async (given, message) => {
    const fault = await faultOf(() => completeRequest(given, FRESH_SEED));
    expect(fault.message).toBe(message);
  });

  test('the limits themselves are inside', () => {
    const given = { payload_bytes: 65_536, seed: 0x7fffffff, connections: 1, rounds: 1000 };
    expect(completeRequest(given, FRESH_SEED)).toMatchObject(given);
    expect(completeRequest({ payload_bytes: 100 }, FRESH_SEED).payload_bytes).toBe(100);
  });
});
