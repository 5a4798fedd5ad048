import { describe, expect, test } from '@jest/globals';
import { limitOf } from '../../../src/analyse/comparison/bottleneck.ts';
import type { Limit } from '../../../src/analyse/comparison/bottleneck.ts';
import type { SharedCpus } from '../../../src/analyse/comparison/shared-cpus.ts';
import { sharedCpus } from '../../../src/analyse/comparison/shared-cpus.ts';
import type { RunStarted } from '../../../src/journal/entries.ts';
import { journal } from '../fixtures.ts';
import { cell, compared } from './compared-fixture.ts';

type Cpus = readonly number[] | null;

function shared(server: Cpus, client: Cpus, allowed: readonly number[] = [0, 1, 2, 3]) {
  const started = journal().find((entry): entry is RunStarted => entry.type === 'run-started');
  if (started === undefined) throw new Error('a journal begins');
  const pinning = {
    server: server === null ? null : [...server],
    client: client === null ? null : [...client],
    note: null,
  };
  return sharedCpus({
    plan: { ...started.plan, pinning },
    host: { ...started.host, cpus_allowed: [...allowed] },
  });
}

describe('CPUs that both sides run on', () => {
  test.each<[Cpus, Cpus, SharedCpus | null]>([
    [[0], [1], null],
    [[0], [0], { cpus: [0], how: 'wholly' }],
    [[0, 1], [1, 0], { cpus: [0, 1], how: 'wholly' }],
    [[0, 1], [1, 2], { cpus: [1], how: 'partly' }],
    [[0], [0, 1], { cpus: [0], how: 'partly' }],
    [null, null, null],
  ])('server %j, client %j: %j', (server, client, found) => {
    expect(shared(server, client)).toEqual(found);
  });

  test('are the only one there is, where the sides are not pinned', () => {
    expect(shared(null, null, [3])).toEqual({ cpus: [3], how: 'wholly' });
  });
});

const ONE: SharedCpus = { cpus: [0], how: 'wholly' };

function limit(
  client_busy: number | null,
  server_busy: number | null,
  shared_cpus = ONE,
  rate_per_s: number | null = null,
): Limit {
  // By the ceilings the server would be the limit.
  const ceilings = [cell('go-gin:reference', { rps: [50_000] })];
  const pair = cell('go-gin:cpp-cpr', { rps: [50_000], client_busy, server_busy });
  return limitOf(pair, compared({ ceilings, shared_cpus, rate_per_s }));
}

describe('who was the limit of two sides that share their CPU', () => {
  test('is both, where they used it up together', () => {
    expect(limit(0.55, 0.42)).toMatchObject({
      bound: null,
      bottleneck: {
        verdict: 'both',
        sentence:
          'Both sides together used 97 % of CPU 0, which they share (client 55 %, server 42 %): ' +
          'each is slower for the other.',
      },
    });
  });

  test('is neither, where something of it was left, whatever the ceilings say', () => {
    expect(limit(0.3, 0.2)).toMatchObject({
      bound: null,
      bottleneck: {
        verdict: 'neither',
        sentence:
          'Neither side was the limit: together they used 50 % of CPU 0, which they share ' +
          '(client 30 %, server 20 %).',
      },
    });
  });

  test('cannot be told where their use is not known, or they share a part', () => {
    expect(limit(null, 0.4).bottleneck.verdict).toBe('unknown');
    const { bottleneck, bound } = limit(0.97, 0.6, { cpus: [1], how: 'partly' });
    expect(bound).toBeNull();
    expect(bottleneck).toMatchObject({
      verdict: 'unknown',
      sentence:
        'Which side was the limit cannot be told: both use CPU 1, which they share ' +
        '(client 97 %, server 60 %).',
    });
  });

  test('cannot be told of a pair that the machine disturbed, unless the CPU was used up', () => {
    const pair = (client_busy: number) =>
      cell('go-gin:cpp-cpr', { client_busy, server_busy: 0.2, disturbed: true });
    const of = (client_busy: number): Limit['bottleneck'] =>
      limitOf(pair(client_busy), compared({ shared_cpus: ONE })).bottleneck;
    expect(of(0.75).verdict).toBe('both');
    expect(of(0.3)).toMatchObject({
      verdict: 'unknown',
      sentence:
        'Which side was the limit cannot be told: both use CPU 0, which they share ' +
        '(client 30 %, server 20 %), and the machine disturbed this pair.',
    });
  });

  test('at a fixed rate is neither, and what little was left is said', () => {
    expect(limit(0.5, 0.45, ONE, 1000).bottleneck.sentence).toContain(
      'though both together had little left',
    );
    expect(limit(0.5, 0.2, ONE, 1000).bottleneck.sentence).not.toContain('little left');
  });
});
