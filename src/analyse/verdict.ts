/** Whether a pair's figures may be used, and if not, why. */
import type { Plan, Settings } from '../plan/facts.ts';
import { countChecks, failureList } from './count-checks.ts';
import { latencyChecks } from './latency-checks.ts';
import type { Outcomes } from './outcomes.ts';
import { mergeFailures, type Reading, readWindow } from './reading.ts';
import type { Cell, RunResult } from './result.ts';
import { brokenReasons, type RoundCheck } from './window-check.ts';

type Pair = Plan['pairs'][number];

export interface Verdict {
  readonly status: Cell['status'];
  readonly reasons: string[];
  readonly readings: readonly Reading[];
  readonly checks: readonly RoundCheck[];
}

export function judge(
  pair: Pair,
  outcomes: Outcomes,
  settings: Settings,
  runStatus: RunResult['status'],
): Verdict {
  const { readings, failures } = roundsOf(pair, outcomes, settings.rounds, runStatus);
  const checks = readings.flatMap((reading) =>
    [...countChecks(reading, settings), ...latencyChecks(reading, settings)].map((check) => ({
      ...check,
      round: reading.round,
    })),
  );
  const troubles = [pair.server, pair.client].flatMap(
    (service) => outcomes.troubleOf(service) ?? [],
  );
  if (troubles.length > 0) {
    const status = troubles.some((trouble) => trouble.status === 'skipped') ? 'skipped' : 'failed';
    const reasons = troubles.flatMap((trouble) => trouble.reasons);
    return { status, reasons, readings, checks };
  }
  const broken = brokenReasons(checks);
  const status = failures.length > 0 ? 'failed' : broken.length > 0 ? 'invalid' : 'valid';
  return { status, reasons: [...failures, ...broken], readings, checks };
}

function roundsOf(
  { server, client }: Pair,
  outcomes: Outcomes,
  rounds: number,
  runStatus: RunResult['status'],
): { readings: Reading[]; failures: string[] } {
  const readings: Reading[] = [];
  const failures: string[] = [];
  const missing: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const outcome = outcomes.outcomeOf(round, server, client);
    if (outcome === undefined) missing.push(round);
    else if ('failure' in outcome) failures.push(`round ${round}: ${outcome.failure}`);
    else {
      const reading = readWindow(round, client, outcome.window);
      readings.push(reading);
      failures.push(...withoutSuccess(reading));
    }
  }
  if (missing.length > 0) failures.push(notMeasured(missing, rounds, runStatus));
  return { readings, failures };
}

/** A server that answers only errors, at once, would otherwise look fast. */
function withoutSuccess(reading: Reading): string[] {
  if (reading.window.client_run.result.requests.window > 0) return [];
  const failed = mergeFailures([reading.failures_in_window, reading.failures_outside]);
  const list = Object.keys(failed).length === 0 ? '' : ` (${failureList(failed)})`;
  return [`round ${reading.round}: no request succeeded in the window${list}`];
}

function notMeasured(
  missing: readonly number[],
  rounds: number,
  runStatus: RunResult['status'],
): string {
  const why = {
    complete: '',
    interrupted: ': the run was interrupted',
    incomplete: ': the run did not finish',
  }[runStatus];
  if (missing.length === rounds) return `not measured${why}`;
  const noun = missing.length === 1 ? 'round' : 'rounds';
  return `${noun} ${missing.join(', ')}: not measured${why}`;
}
