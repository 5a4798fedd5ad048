/** What a reader must know of rows that pairbench did not start itself. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { externalNote } from '../plan/external-server.ts';

type Reached = Extract<JournalEntry, { type: 'server-reached' }>;

const WITHOUT_STATS =
  'it has no /stats, so which process answered and what it counted could not be checked';

function noticesOf(name: string, url: string, reached: Reached | undefined): string[] {
  if (reached === undefined) return [externalNote(name, url)];
  return [
    reached.stats === null ? externalNote(name, url, WITHOUT_STATS) : externalNote(name, url),
    ...(reached.url === url
      ? []
      : [`${name}: ${url} was looked up once; the tool and the clients used ${reached.url}`]),
  ];
}

export function externalNotices({ plan }: RunStarted, entries: readonly JournalEntry[]): string[] {
  return plan.services.flatMap(({ name, external }) => {
    if (external === null) return [];
    const reached = entries.findLast(
      (entry): entry is Reached => entry.type === 'server-reached' && entry.service === name,
    );
    return noticesOf(name, external.url, reached);
  });
}
