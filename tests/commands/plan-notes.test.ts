import { describe, expect, test } from '@jest/globals';
import { notesOf } from '../../src/commands/plan-notes.ts';
import type { ServiceFacts } from '../../src/plan/facts.ts';

const pinning = { server: null, client: null, note: null };
const settings = { threads: 3 };
const services: ServiceFacts[] = [];
const reference = { server: 'reference', client: 'reference' };

describe('what a reader should know of a plan', () => {
  test('is nothing in particular', () => {
    expect(notesOf({ pinning, reference, settings, services }, { ceilings: true })).toEqual([]);
  });

  test('is that there is nothing to hold sides and machine against', () => {
    expect(notesOf({ pinning, reference: null, settings, services }, { ceilings: true })).toEqual([
      'there are no services tagged "reference": no ceilings, and no check of the machine\'s state',
    ]);
  });

  test('is not what was not wanted anyway', () => {
    expect(notesOf({ pinning, reference: null, settings, services }, { ceilings: false })).toEqual(
      [],
    );
  });

  test('is why the sides are not pinned', () => {
    const note = 'not pinned: there is one CPU';
    const plan = { pinning: { ...pinning, note }, reference, settings, services };
    expect(notesOf(plan, { ceilings: true })).toEqual([note]);
  });

  test('is that a client cannot use all threads', () => {
    const client: ServiceFacts = {
      ...{ name: 'ab', kind: 'client', load_only: true, title: 'ab', language: 'c' },
      ...{ library: 'ab', threads: 1, external: null },
    };
    const plan = { pinning, reference, settings, services: [client] };
    expect(notesOf(plan, { ceilings: true })).toEqual([
      'ab can run no more than one thread: it does not use the 3 that are asked for',
    ]);
  });
});
