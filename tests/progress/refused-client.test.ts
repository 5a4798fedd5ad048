/** What is said of a load-only client that cannot do what the run asks of it. */
import { expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { shownNames } from '../../src/plan/service-key.ts';
import { wording } from '../../src/progress/wording.ts';
import { prefixOf } from './prefix.ts';

const shown = shownNames([
  { kind: 'server', name: 'reference' },
  { kind: 'client', name: 'reference' },
  { kind: 'server', name: 'go-gin' },
]);
const textOf = (entry: JournalEntry): string | undefined =>
  wording(entry, { position: '[ 5/27]', prefixOf, shown })?.text;

test('a client that refuses what it is asked for is skipped with its reason', () => {
  const refused = (service: string): JournalEntry => ({
    ...{ type: 'client-refused', service, reason: '--rate: it cannot' },
  });
  expect(textOf(refused('wrk'))).toBe('skipped  wrk: --rate: it cannot');
  expect(textOf(refused('reference'))).toBe('skipped  reference (client): --rate: it cannot');
});
