import { describe, expect, test } from '@jest/globals';
import { notesOf } from '../../src/commands/plan-notes.ts';

const pinning = { server: null, client: null, note: null };
const reference = { server: 'reference', client: 'reference' };

describe('what a reader should know of a plan', () => {
  test('is nothing in particular', () => {
    expect(notesOf({ pinning, reference }, { ceilings: true })).toEqual([]);
  });

  test('is that there is nothing to hold sides and machine against', () => {
    expect(notesOf({ pinning, reference: null }, { ceilings: true })).toEqual([
      'there are no services tagged "reference": no ceilings, and no check of the machine\'s state',
    ]);
  });

  test('is not what was not wanted anyway', () => {
    expect(notesOf({ pinning, reference: null }, { ceilings: false })).toEqual([]);
  });

  test('is why the sides are not pinned', () => {
    const note = 'not pinned: there is one CPU';
    expect(notesOf({ pinning: { ...pinning, note }, reference }, { ceilings: true })).toEqual([
      note,
    ]);
  });
});
