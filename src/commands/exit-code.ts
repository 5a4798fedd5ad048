/** The exit code that a run has earned. */
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { RunResult } from '../analyse/result.ts';
import { EXIT } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import { countingEntries } from '../journal/rounds.ts';
import { serviceKey } from '../plan/service-key.ts';

/** The service that could not be built or started, by `serviceKey`; null: the entry tells of none. */
export function notBuiltOrStarted(entry: JournalEntry): string | null {
  const isLacking =
    entry.type === 'service-skipped' ||
    entry.type === 'build-failed' ||
    (entry.type === 'verify-finished' && entry.started === false);
  if (isLacking) return serviceKey(entry.kind, entry.service);
  if (entry.type === 'server-unreachable') return serviceKey('server', entry.service);
  if (entry.type === 'server-failed' && entry.pass !== 'control')
    return serviceKey('server', entry.server);
  return null;
}

/** By `serviceKey`: reference services that were not chosen are no part of what was asked for. */
function chosenServices({ cells, curves }: RunResult): ReadonlySet<string> {
  return new Set(
    [...cells, ...curves].flatMap(({ server, client }) => [
      serviceKey('server', server),
      serviceKey('client', client),
    ]),
  );
}

/**
 * What could not be built or started outweighs cells that are not valid, and these outweigh gates: the one
 * is the cause of the other.
 */
export function exitCodeOf(entries: readonly JournalEntry[], result: RunResult): number {
  const chosen = chosenServices(result);
  const lacking = countingEntries(entries).flatMap((entry) => notBuiltOrStarted(entry) ?? []);
  if (lacking.some((service) => chosen.has(service))) return EXIT.notBuiltOrStarted;
  const { planned, valid } = result.counts;
  return valid === planned ? gateExitCode(result.thresholds) : EXIT.cellsNotValid;
}

/** A gate without data has not held. */
export function gateExitCode(gates: readonly GateVerdict[]): number {
  return gates.every(({ verdict }) => verdict === 'pass') ? EXIT.ok : EXIT.gateFailed;
}
