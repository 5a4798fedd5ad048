import { describe, expect, test } from '@jest/globals';
import { limitOf } from '../../../src/analyse/comparison/bottleneck.ts';
import type { Limit } from '../../../src/analyse/comparison/bottleneck.ts';
import type { Compared } from '../../../src/analyse/comparison/compared.ts';
import { cell, compared } from './compared-fixture.ts';

type Options = Parameters<typeof cell>[1];

/** go-gin with cpp-cpr at 50k; what each does with the reference makes the shares of the ceilings. */
function limit(options: Options, shares: { server?: number; client?: number } = {}): Limit {
  const ceiling = (pair: string, share: number | undefined) =>
    share === undefined ? [] : [cell(pair, { rps: [50_000 / share] })];
  const ceilings = [
    ...ceiling('go-gin:reference', shares.server),
    ...ceiling('reference:cpp-cpr', shares.client),
  ];
  return limitOf(cell('go-gin:cpp-cpr', { rps: [50_000], ...options }), compared({ ceilings }));
}

function busy(client_busy: number | null, server_busy: number | null): Options {
  return { client_busy, server_busy };
}

describe('CPU use decides', () => {
  test.each<[number, number, string, string | null]>([
    [0.99, 0.41, 'client', 'server'],
    [0.95, 0.9499, 'client', 'server'],
    [0.9499, 0.95, 'server', 'client'],
    [0.3, 1.01, 'server', 'client'],
    [0.95, 0.95, 'both', null],
    [0.9499, 0.9499, 'neither', null],
  ])('client %d, server %d: %s', (client, server, verdict, bound) => {
    const { bottleneck, bound: found } = limit(busy(client, server));
    expect(bottleneck).toMatchObject({ verdict, client_busy: client, server_busy: server });
    expect(found).toBe(bound);
  });

  test('also where the pair is near the other ceiling', () => {
    expect(limit(busy(0.99, 0.6), { server: 0.99 }).bottleneck.verdict).toBe('client');
  });

  test('what is said', () => {
    const sentence = (client: number, server: number): string =>
      limit(busy(client, server)).bottleneck.sentence;
    expect(sentence(0.994, 0.41)).toBe(
      'cpp-cpr was the limit: it used 99 % of its CPU, go-gin 41 %; go-gin can do more.',
    );
    expect(sentence(0.41, 0.97)).toBe(
      'go-gin was the limit: it used 97 % of its CPU, cpp-cpr 41 %; cpp-cpr can do more.',
    );
    expect(sentence(0.99, 0.96)).toBe(
      'Both sides used all of their CPUs (client 99 %, server 96 %).',
    );
    expect(sentence(0.9499, 0.5)).toBe('Neither side was the limit (client 94 %, server 50 %).');
  });
});

describe('where nobody was busy the ceilings decide', () => {
  test.each<[number, number, string, string | null]>([
    [0.95, 0.94, 'server', 'client'],
    [0.94, 0.95, 'client', 'server'],
    [0.97, 1.02, 'both', null],
    [0.94, 0.94, 'neither', null],
  ])('%d of that of the server, %d of that of the client: %s', (server, client, verdict, bound) => {
    const { bottleneck, bound: found } = limit(busy(0.9, 0.9), { server, client });
    expect(bottleneck.verdict).toBe(verdict);
    expect(bottleneck.of_server_ceiling).toBeCloseTo(server, 9);
    expect(bottleneck.of_client_ceiling).toBeCloseTo(client, 9);
    expect(found).toBe(bound);
  });

  test('what is said', () => {
    const sentence = (server: number, client: number): string =>
      limit(busy(0.88, 0.7), { server, client }).bottleneck.sentence;
    expect(sentence(0.7, 0.98)).toBe(
      'cpp-cpr was the limit: the pair reached 98 % of what cpp-cpr sends to the reference ' +
        'server (it used 88 % of its CPU); go-gin can do more.',
    );
    expect(sentence(0.98, 0.7)).toBe(
      'go-gin was the limit: the pair reached 98 % of what the reference client gets from ' +
        'go-gin (it used 70 % of its CPU); cpp-cpr can do more.',
    );
    expect(sentence(0.5, 0.7)).toBe(
      'Neither side was the limit (client 88 %, server 70 %), and the pair reached only 50 % of ' +
        'what the reference client gets from go-gin and 70 % of what cpp-cpr sends to the ' +
        'reference server.',
    );
  });

  test('they are compared round by round, in the rounds that both have', () => {
    const { bottleneck } = limitOf(
      cell('go-gin:cpp-cpr', { rps: [40_000, null, 30_000], ...busy(0.5, 0.5) }),
      compared({
        ceilings: [cell('go-gin:reference', { rps: [50_000, 10, 37_500] })],
      }),
    );
    expect(bottleneck.of_server_ceiling).toBeCloseTo(0.8, 9);
  });
});

describe('requests that wait in the server', () => {
  const sleeping = { ...busy(0.12, 0.09), mean_rtt_ns: 5.3e6, mean_server_latency_ns: 0.2e6 };

  test('are seen by where a round trip spends its time', () => {
    const { bottleneck, bound } = limit(sleeping);
    expect(bottleneck.verdict).toBe('neither');
    expect(bottleneck.sentence).toBe(
      'Neither side was busy (client 12 %, server 9 %): requests were waiting in the server ' +
        '(5.1 of 5.3 ms of a round trip came after it had stamped them).',
    );
    expect(bound).toBeNull();
  });

  test('also where the reference client gets no more out of that server', () => {
    expect(limit(sleeping, { server: 1, client: 0.1 }).bottleneck).toMatchObject({
      verdict: 'neither',
      sentence: expect.stringContaining('waiting in the server'),
    });
  });

  test.each<[string, Options]>([
    ['half of the time before the stamp', { ...sleeping, mean_server_latency_ns: 2.65e6 }],
    ['a server that was nearly busy', { ...sleeping, server_busy: 0.85 }],
    ['a client that may have kept them waiting', { ...sleeping, client_busy: 0.47 }],
    // With one connection: 66 us, the client works for 13 of them.
    ['one connection', { ...busy(0.2, 0.14), mean_rtt_ns: 66_000, mean_server_latency_ns: 28_000 }],
    ['CPU use that is not known', { ...sleeping, server_busy: null }],
    ['no round trips', { ...sleeping, mean_rtt_ns: null }],
  ])('are not told of with %s', (_, options) => {
    const { sentence } = limit(options, { server: 0.5, client: 0.5 }).bottleneck;
    expect(sentence).not.toContain('waiting');
  });
});

describe('a pair that the machine disturbed', () => {
  const disturbed = { ...busy(0.5, 0.4), disturbed: true };

  test('has no limit by its ceilings, which need not have been disturbed as much', () => {
    const { bottleneck, bound } = limit(disturbed, { server: 1.2, client: 0.4 });
    expect(bottleneck.verdict).toBe('unknown');
    expect(bottleneck.sentence).toBe(
      'Which side was the limit cannot be told: the machine disturbed this pair, also when it was ' +
        'measured again, and neither side could use its CPUs (client 50 %, server 40 %).',
    );
    expect(bound).toBeNull();
  });

  test('has one by CPU use', () => {
    expect(limit({ ...busy(0.97, 0.4), disturbed: true }).bottleneck.verdict).toBe('client');
  });
});

describe('CPU use that is not known', () => {
  test.each<[string, [number | null, number | null], { server?: number; client?: number }, string]>(
    [
      ['one side at its limit', [0.99, null], {}, 'client'],
      ['one at its limit, the other far from its ceiling', [0.99, null], { server: 0.6 }, 'client'],
      ['one at its limit, the other near its ceiling', [0.99, null], { server: 0.96 }, 'both'],
      ['one with time left', [0.4, null], {}, 'unknown'],
      [
        'one with time left, the other far from its ceiling',
        [0.4, null],
        { server: 0.6 },
        'neither',
      ],
      ['one with time left, the other near its ceiling', [0.4, null], { server: 0.96 }, 'server'],
      ['neither, no ceilings', [null, null], {}, 'unknown'],
      ['neither, one ceiling far', [null, null], { server: 0.5 }, 'unknown'],
      ['neither, both ceilings far', [null, null], { server: 0.5, client: 0.5 }, 'neither'],
      ['neither, one near', [null, null], { client: 0.99 }, 'client'],
    ],
  )('%s', (_, [client, server], shares, verdict) => {
    expect(limit(busy(client, server), shares).bottleneck.verdict).toBe(verdict);
  });

  test('is said, and each null has its reason', () => {
    const { bottleneck, absent } = limit(busy(0.4, null));
    expect(bottleneck.sentence).toBe(
      'Which side was the limit cannot be told: the CPU use of go-gin is not known and the ' +
        'ceiling, go-gin with reference, was not measured (cpp-cpr used 40 % of its CPU).',
    );
    expect(absent).toEqual({
      'bottleneck.server_busy': 'the CPU time of the server could not be read',
      'bottleneck.of_server_ceiling': 'the ceiling, go-gin with reference, was not measured',
      'bottleneck.of_client_ceiling': 'the ceiling, reference with cpp-cpr, was not measured',
    });
    expect(limit(busy(0.99, null)).bottleneck.sentence).toBe(
      'cpp-cpr was the limit: it used 99 % of its CPU, that of go-gin is not known; go-gin may ' +
        'be able to do more.',
    );
  });
});

describe('ceilings', () => {
  const ceilings = [
    cell('go-gin:reference', { rps: [50_000], ...busy(0.7, 0.99) }),
    cell('reference:cpp-cpr', { rps: [60_000], ...busy(0.99, 0.5) }),
    cell('reference:reference', { rps: [140_000], ...busy(0.9, 0.98) }),
  ];
  const of = (pair: string): Limit => {
    const all = compared({ ceilings });
    const found = ceilings.find(({ server, client }) => `${server}:${client}` === pair);
    if (found === undefined) throw new Error(pair);
    return limitOf(found, all);
  };

  test('have a verdict themselves; a pair is not measured against itself', () => {
    const { bottleneck, absent } = of('go-gin:reference');
    expect(bottleneck).toMatchObject({ verdict: 'server', of_server_ceiling: null });
    expect(bottleneck.of_client_ceiling).toBeCloseTo(50 / 140, 9);
    expect(bottleneck.sentence).toBe(
      'go-gin was the limit: it used 99 % of its CPU, the reference client 70 %; the reference ' +
        'client can do more.',
    );
    expect(absent).toEqual({
      'bottleneck.of_server_ceiling': 'this pair is the ceiling itself',
    });
    expect(of('reference:reference').bottleneck.sentence).toBe(
      'The reference server was the limit: it used 98 % of its CPU, the reference client 90 %; ' +
        'the reference client can do more.',
    );
  });

  test('are found among the chosen pairs too', () => {
    const [gin] = ceilings;
    if (gin === undefined) throw new Error('there is no ceiling');
    const pair = cell('go-gin:cpp-cpr', { rps: [49_000], ...busy(0.9, 0.9) });
    expect(limitOf(pair, compared({ cells: [gin, pair] })).bottleneck.verdict).toBe('server');
  });

  test.each<[string, Partial<Compared>, string]>([
    ['without a reference', { reference: null }, 'no ceilings were measured'],
    [
      'that failed',
      { ceilings: [cell('go-gin:reference', { status: 'failed' })] },
      'the ceiling, go-gin with reference, is failed',
    ],
    [
      'of other rounds',
      { ceilings: [cell('go-gin:reference', { rps: [null, 50_000] })] },
      'the ceiling, go-gin with reference, has no round in common with this pair',
    ],
  ])('%s give no share', (_, changes, reason) => {
    const pair = cell('go-gin:cpp-cpr', { rps: [50_000], ...busy(0.5, 0.5) });
    const { bottleneck, absent } = limitOf(pair, compared(changes));
    expect(bottleneck.of_server_ceiling).toBeNull();
    expect(absent['bottleneck.of_server_ceiling']).toBe(reason);
  });
});

describe('no verdict', () => {
  test('on a cell that is not valid', () => {
    const { bottleneck, bound } = limit({ ...busy(0.99, 0.2), status: 'invalid' });
    expect(bottleneck).toMatchObject({
      verdict: 'unknown',
      sentence: 'The cell is invalid: there is no verdict.',
    });
    expect(bound).toBeNull();
  });

  test.each<[number | null, number, string]>([
    [
      0.12,
      0.09,
      'The rate was fixed at 2000 requests/s: neither side was the limit (client 12 %, server 9 %).',
    ],
    [
      null,
      0.97,
      'The rate was fixed at 2000 requests/s: neither side was the limit (client not known, ' +
        'server 97 %), though go-gin had little left.',
    ],
  ])('at a fixed rate: %d, %d', (client, server, sentence) => {
    const pair = cell('go-gin:cpp-cpr', busy(client, server));
    const { bottleneck, bound } = limitOf(pair, compared({ rate_per_s: 2000 }));
    expect(bottleneck).toMatchObject({ verdict: 'neither', sentence });
    expect(bound).toBeNull();
  });
});

test('a server and a client of one name are told apart', () => {
  const pair = cell('node:node', busy(0.99, 0.2));
  expect(limitOf(pair, compared()).bottleneck.sentence).toBe(
    'The client node was the limit: it used 99 % of its CPU, the server node 20 %; the server ' +
      'node can do more.',
  );
});
