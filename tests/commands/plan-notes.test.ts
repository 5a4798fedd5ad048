import { describe, expect, test } from '@jest/globals';
import { notesOf } from '../../src/commands/plan-notes.ts';

const pinning = { server: null, client: null, note: null };
const settings = { workers: 8, threads: 3 };
const reference = { server: 'reference', client: 'reference' };

describe('what a reader should know of a plan', () => {
  test('is nothing in particular', () => {
    expect(notesOf({ pinning, reference, settings }, { ceilings: true })).toEqual([]);
  });

  test('is that there is nothing to hold sides and machine against', () => {
    expect(notesOf({ pinning, reference: null, settings }, { ceilings: true })).toEqual([
      'there are no services tagged "reference": no ceilings, and no check of the machine\'s state',
    ]);
  });

  test('is not what was not wanted anyway', () => {
    expect(notesOf({ pinning, reference: null, settings }, { ceilings: false })).toEqual([]);
  });

  test('is why the sides are not pinned', () => {
    const note = 'not pinned: there is one CPU';
    const plan = { pinning: { ...pinning, note }, reference, settings };
    expect(notesOf(plan, { ceilings: true })).toEqual([note]);
  });

  test('is that more workers or threads were asked for than there are CPUs', () => {
    const notes = (server: number[], client: number[]): string[] =>
      notesOf({ pinning: { server, client, note: null }, reference, settings }, { ceilings: true });
    expect(notes([0], [1, 2])).toEqual([
      '8 workers of each server share one CPU',
      '3 threads of each client share 2 CPUs',
    ]);
    expect(notes([0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10])).toEqual([]);
  });
});
