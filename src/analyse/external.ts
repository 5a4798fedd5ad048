/** What a reader must know of servers that pairbench did not start itself. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { externalNote } from '../plan/external-server.ts';
import type { ServiceFacts } from '../plan/facts.ts';

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

/** Of a server that already runs, more is known of why its CPU time, memory and the like are not. */
export function explainUnread(external: ServiceFacts['external']): (reason: string) => string {
  if (external === null) return (reason) => reason;
  const why =
    external.process === null
      ? 'pairbench did not start it, and its process was not named (--server-pid)'
      : `process ${external.process.pid} (--server-pid) has ended, or is not ours to look into`;
  return (reason) =>
    /\bof the server\b.* could not be read$/.test(reason) ? `${reason}: ${why}` : reason;
}
