import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NamedPair } from '../../src/plan/facts.ts';
import { ceilingsOf, otherPasses, pairsAtRate, referenceOf } from '../../src/plan/passes.ts';
import { completeRequest } from '../../src/plan/request.ts';
import type { GivenLoad } from '../../src/plan/request.ts';
import { stubService } from '../helpers/service-folder.ts';

const REFERENCE: NamedPair = { server: 'reference', client: 'reference' };

const pair = (text: string): NamedPair => {
  const [server = '', client = ''] = text.split(':');
  return { server, client };
};
const named = ({ server, client }: NamedPair): string => `${server}:${client}`;

const names = fc.constantFrom('a', 'b', 'c', 'reference');
const somePairs = fc.uniqueArray(fc.record({ server: names, client: names }), {
  minLength: 1,
  selector: named,
});

describe('the reference services', () => {
  const tagged = { manifest: { tags: ['reference'] } };
  const server = stubService({ name: 'lean', ...tagged });
  const client = stubService({ kind: 'client', name: 'lean', ...tagged });
  const other = stubService({ name: 'other' });

  test('are found by their tag, whatever they are called', () => {
    expect(referenceOf([other, server, client])).toEqual({ server, client });
  });

  test('are none where one of the two is missing', () => {
    expect(referenceOf([other, server])).toBeNull();
    expect(referenceOf([other, client])).toBeNull();
    expect(referenceOf([])).toBeNull();
  });
});

describe('ceilings', () => {
  const ceilings = (...pairs: string[]): string[] =>
    ceilingsOf(pairs.map(pair), REFERENCE).map(named);

  test('are each server with the reference client, each client with the reference server, and both', () => {
    expect(ceilings('a:x', 'a:y', 'b:x', 'b:y')).toEqual([
      ...['a:reference', 'b:reference'],
      ...['reference:x', 'reference:y'],
      'reference:reference',
    ]);
  });

  test('are of the services that take part, not of all that could be paired', () => {
    expect(ceilings('a:x')).toEqual(['a:reference', 'reference:x', 'reference:reference']);
  });

  test('leave out what the user has chosen', () => {
    expect(ceilings('a:reference')).toEqual(['reference:reference']);
    expect(ceilings('reference:reference')).toEqual([]);
    expect(ceilings('a:x', 'reference:x')).toEqual(['a:reference', 'reference:reference']);
  });

  test('are none without reference services', () => {
    expect(ceilingsOf([pair('a:x')], null)).toEqual([]);
  });

  test('hold no pair twice, none that was chosen, and each one has a reference service', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const found = ceilingsOf(pairs, REFERENCE);
        expect(new Set(found.map(named)).size).toBe(found.length);
        for (const ceiling of found) {
          expect(pairs.map(named)).not.toContain(named(ceiling));
          expect([ceiling.server, ceiling.client]).toContain('reference');
        }
      }),
    );
  });

  test('together with the chosen pairs hold every chosen side against the reference', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const all = [...pairs, ...ceilingsOf(pairs, REFERENCE)].map(named);
        for (const { server, client } of pairs) {
          expect(all).toContain(`${server}:reference`);
          expect(all).toContain(`reference:${client}`);
        }
        expect(all).toContain('reference:reference');
      }),
    );
  });
});

describe('pairs of the second pass', () => {
  const pairs = ['a:x', 'a:wrk'].map(pair);
  const ceilings = ceilingsOf(pairs, REFERENCE);
  const atRate = (loadOnly: string[], reference: NamedPair | null = REFERENCE): string[] =>
    pairsAtRate({ pairs, ceilings, reference }, loadOnly).map(named);

  test('are the chosen ones and the ceilings, but for the reference pair itself', () => {
    expect(atRate([])).toEqual(['a:x', 'a:wrk', 'a:reference', 'reference:x', 'reference:wrk']);
  });

  test('hold no client that cannot send at a given rate', () => {
    expect(atRate(['wrk'])).toEqual(['a:x', 'a:reference', 'reference:x']);
  });

  test('hold the reference pair when it was chosen', () => {
    const chosen = { pairs: [REFERENCE], ceilings: [], reference: REFERENCE };
    expect(pairsAtRate(chosen, [])).toEqual([REFERENCE]);
  });
});

describe('windows of the other passes', () => {
  const passes = (given: GivenLoad, reference: NamedPair | null = REFERENCE) =>
    otherPasses(completeRequest(given, 1), reference);

  test.each<[GivenLoad, number, number, number]>([
    [{ profile: 'quick' }, 250, 700, 560],
    [{ profile: 'standard' }, 500, 1500, 1400],
    [{ profile: 'rigorous' }, 500, 1500, 1400],
    [{ profile: 'guide' }, 250, 700, 560],
    [{ requests: 50 }, 250, 700, 560],
    [{ duration_ms: 300, warmup_ms: 0 }, 0, 300, 300],
    [{ duration_ms: 60_000, warmup_ms: 5000 }, 2500, 18_000, 16_800],
  ])(
    'of %j are shorter, but long enough where the first pass is',
    (given, warmup_ms, control_ms, latency_ms) => {
      expect(passes(given)).toEqual({
        control: { warmup_ms, duration_ms: control_ms },
        latency: { warmup_ms, duration_ms: latency_ms, rate_per_s: null },
      });
    },
  );

  test('are never longer than those of the first pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400_000 }), (duration_ms) => {
        const { control, latency } = passes({ duration_ms });
        for (const window of [control, latency])
          expect(window?.duration_ms).toBeLessThanOrEqual(duration_ms);
      }),
    );
  });

  test('are none of the reference pair where there is no such pair', () => {
    expect(passes({}, null).control).toBeNull();
  });

  test('are none of the second pass where it was not wanted, or a rate holds for the first', () => {
    expect(passes({ latency: false }).latency).toBeNull();
    expect(passes({ rate_per_s: 500 }).latency).toBeNull();
    expect(passes({ latency_rate_per_s: 500 }).latency).toMatchObject({ rate_per_s: 500 });
  });
});
