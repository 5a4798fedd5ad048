/** Which rounds of a run need not be measured again; pure. */
import { Outcomes } from '../../analyse/outcomes.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import { countingEntries } from '../../journal/rounds.ts';
import type { NamedPair } from '../../plan/facts.ts';
import { serviceKey } from '../../plan/service-key.ts';
import { isPointPass, needsMaximum } from '../../plan/sweep.ts';

/** A finished round of a pass. */
export type KeptRound = Extract<JournalEntry, { type: 'run-resumed' }>['kept_rounds'][number];

function finishedRounds(entries: readonly JournalEntry[]): KeptRound[] {
  const rounds = entries.flatMap((entry) =>
    entry.type === 'round-finished' ? [{ pass: entry.pass, round: entry.round }] : [],
  );
  return [...new Map(rounds.map((one) => [`${one.pass} ${one.round}`, one])).values()];
}

/** By `serviceKey`; those that already run need no build. */
function builtServices(
  { plan }: RunStarted,
  entries: readonly JournalEntry[],
): ReadonlySet<string> {
  const external = plan.services.filter((service) => service.external !== null);
  const built = new Set(external.map(({ kind, name }) => serviceKey(kind, name)));
  for (const entry of entries) {
    if (entry.type === 'build-finished') built.add(serviceKey(entry.kind, entry.service));
    if (entry.type === 'build-failed' || entry.type === 'service-skipped')
      built.delete(serviceKey(entry.kind, entry.service));
  }
  return built;
}

function isBuilt({ server, client }: NamedPair, built: ReadonlySet<string>): boolean {
  return built.has(serviceKey('server', server)) && built.has(serviceKey('client', client));
}

export function isComplete(entries: readonly JournalEntry[]): boolean {
  // What the kernel was put back to comes after the end of a run.
  const last = entries.findLast(({ type }) => type === 'run-finished' || type === 'run-resumed');
  return last?.type === 'run-finished' && last.status === 'complete';
}

/** The reference windows of a round are kept with it. */
function withControls(rounds: readonly KeptRound[], { plan }: RunStarted): KeptRound[] {
  if (plan.control === null) return [...rounds];
  return rounds.flatMap(({ pass, round }): KeptRound[] =>
    pass === 'throughput'
      ? [
          { pass, round },
          { pass: 'control', round },
        ]
      : [{ pass, round }],
  );
}

/** What a pass asks of a pair. */
function wantedPairs(pass: KeptRound['pass'], { plan }: RunStarted): readonly NamedPair[] {
  if (pass === 'throughput') return plan.pairs;
  const blocks = plan.blocks.filter((block) => block.pass === pass);
  return plan.pairs.filter(({ server, client }) =>
    blocks.some((block) => block.server === server && block.clients.includes(client)),
  );
}

/** Whether it depends on no other pass. */
function isFirst(pass: KeptRound['pass'], { plan }: RunStarted): boolean {
  return pass === 'throughput' || (isPointPass(pass) && !needsMaximum(plan));
}

/**
 * Finished rounds in which no pair failed by chance. A pair that was measured in no round fails for a reason
 * of its own, which must not cost the others what they have; only once there is nothing else to go on
 * with, it is tried again. One that could not be built is never missed. The second pass passes over a pair that
 * failed in the first one; where that is measured again, the second is, too.
 */
export function keptRounds(started: RunStarted, journal: readonly JournalEntry[]): KeptRound[] {
  const entries = countingEntries(journal);
  const finished = finishedRounds(entries);
  const outcomes = new Outcomes(entries);
  const built = builtServices(started, entries);
  const isMeasured = ({ pass, round }: KeptRound, pair: NamedPair): boolean =>
    outcomes.failureOf(pass, round, pair) === undefined &&
    outcomes.windowsOf(pass, pair).some((window) => window.round === round);
  const isMeasuredInSome = (pass: KeptRound['pass'], pair: NamedPair): boolean =>
    finished.some((kept) => kept.pass === pass && isMeasured(kept, pair));
  const isMeasuredAgain = (pair: NamedPair): boolean =>
    (isComplete(entries) || isMeasuredInSome('throughput', pair)) &&
    finished.some((kept) => kept.pass === 'throughput' && !isMeasured(kept, pair));
  const isMissed = (pass: KeptRound['pass'], pair: NamedPair): boolean =>
    isBuilt(pair, built) &&
    (isMeasuredInSome(pass, pair) ||
      (isFirst(pass, started) ? isComplete(entries) : isMeasuredAgain(pair)));
  const missedBy = (pass: KeptRound['pass']): NamedPair[] =>
    wantedPairs(pass, started).filter((pair) => isMissed(pass, pair));
  const passes = [...new Set(finished.map(({ pass }) => pass))];
  const missed = new Map(
    passes.map((pass) => [pass, pass === 'control' ? [] : missedBy(pass)] as const),
  );
  return withControls(
    finished.filter((kept) =>
      (missed.get(kept.pass) ?? []).every((pair) => isMeasured(kept, pair)),
    ),
    started,
  );
}
