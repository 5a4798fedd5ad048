import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planBlocks } from '../../src/plan/blocks.ts';
import type { Block, NamedPair } from '../../src/plan/facts.ts';

const throughputBlocks = (pairs: readonly NamedPair[], rounds: number, seed: number): Block[] =>
  planBlocks([{ pass: 'throughput', pairs, rounds, control: null }], seed);

function grid(servers: number, clients: number): { server: string; client: string }[] {
  return Array.from({ length: servers * clients }, (_, index) => ({
    server: `s${Math.floor(index / clients)}`,
    client: `c${index % clients}`,
  }));
}

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const somePairs = fc.uniqueArray(fc.record({ server: names, client: names }), {
  minLength: 1,
  selector: ({ server, client }) => `${server}:${client}`,
});
const rounds = fc.integer({ min: 1, max: 6 });
const seeds = fc.nat({ max: 0x7fffffff });

describe('the order of measurement', () => {
  test('has every pair once a round, each server in one block, the rounds one after the other', () => {
    fc.assert(
      fc.property(somePairs, rounds, seeds, (pairs, count, seed) => {
        const blocks = throughputBlocks(pairs, count, seed);
        const order = blocks.map(({ round }) => round);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        for (let round = 1; round <= count; round += 1) {
          const own = blocks.filter((block) => block.round === round);
          expect(new Set(own.map(({ server }) => server)).size).toBe(own.length);
          const measured = own.flatMap(({ server, clients }) =>
            clients.map((client) => ({ server, client })),
          );
          expect(measured).toHaveLength(pairs.length);
          expect(new Set(measured.map((pair) => JSON.stringify(pair)))).toEqual(
            new Set(pairs.map(({ server, client }) => JSON.stringify({ server, client }))),
          );
        }
      }),
    );
  });

  test('is the same for the same seed', () => {
    fc.assert(
      fc.property(somePairs, rounds, seeds, (pairs, count, seed) => {
        expect(throughputBlocks(pairs, count, seed)).toEqual(throughputBlocks(pairs, count, seed));
      }),
    );
  });

  test('of one round says nothing of the next, even with two servers', () => {
    const pairs = ['a', 'b'].map((server) => ({ server, client: 'c' }));
    const alike = Array.from({ length: 400 }, (_, seed) => throughputBlocks(pairs, 2, seed)).filter(
      ([first, , second]) => first?.server === second?.server,
    );
    expect(alike.length).toBeGreaterThan(150);
    expect(alike.length).toBeLessThan(250);
  });

  test('is another for another seed', () => {
    const pairs = grid(5, 5);
    const orders = Array.from({ length: 20 }, (_, seed) =>
      JSON.stringify(throughputBlocks(pairs, 3, seed)),
    );
    expect(new Set(orders).size).toBe(orders.length);
  });

  test('changes from round to round', () => {
    const blocks = throughputBlocks(grid(6, 6), 2, 1);
    const order = (round: number): unknown =>
      blocks
        .filter((block) => block.round === round)
        .map(({ server, clients }) => [server, clients]);
    expect(order(1)).not.toEqual(order(2));
  });

  test('puts every server first about equally often', () => {
    const pairs = grid(3, 1);
    const first = Array.from(
      { length: 300 },
      (_, seed) => throughputBlocks(pairs, 1, seed)[0]?.server,
    );
    for (const server of ['s0', 's1', 's2']) {
      const share = first.filter((one) => one === server).length / first.length;
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.5);
    }
  });
});

describe('passes', () => {
  const pairs = grid(2, 2);
  const control = { server: 'reference', client: 'reference' };

  test('come one after the other, each with all its rounds', () => {
    const blocks = planBlocks(
      [
        { pass: 'throughput', pairs, rounds: 3, control: null },
        { pass: 'latency', pairs: pairs.slice(0, 1), rounds: 2, control: null },
      ],
      1,
    );
    const place = ({ pass, round }: Block): string => `${pass} ${round}`;
    expect([...new Set(blocks.map(place))]).toEqual([
      ...['throughput 1', 'throughput 2', 'throughput 3', 'latency 1', 'latency 2'],
    ]);
    const latency = blocks.filter(({ pass }) => pass === 'latency');
    expect(latency.map(({ server, clients }) => [server, clients])).toEqual([
      ['s0', ['c0']],
      ['s0', ['c0']],
    ]);
  });

  test("have a reference window before each server's turn, which changes no order", () => {
    const withControls = planBlocks([{ pass: 'throughput', pairs, rounds: 2, control }], 7);
    expect(withControls.map(({ pass }) => pass)).toEqual(
      Array.from({ length: 4 }, () => ['control', 'throughput']).flat(),
    );
    expect(withControls[0]).toEqual({
      ...{ pass: 'control', round: 1, server: 'reference', clients: ['reference'] },
    });
    expect(withControls.filter(({ pass }) => pass === 'throughput')).toEqual(
      throughputBlocks(pairs, 2, 7),
    );
  });
});
