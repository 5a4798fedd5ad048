/** What is to be measured, and where: everything that is known before the first step. */
import type { Plan } from '../plan/facts.ts';
import type { AnyService } from '../plan/external-server.ts';
import { makePlan } from '../plan/plan.ts';
import { referenceOf } from '../plan/passes.ts';
import { distinctServices } from '../plan/service-key.ts';
import { sweepable } from '../plan/sweepable.ts';
import type { Threshold } from '../analyse/thresholds/threshold.ts';
import { pairsOf } from './pairs.ts';
import type { PairWords } from './pairs.ts';
import { notesOf } from './plan-notes.ts';
import { proxyNote } from './proxy-note.ts';
import { choosePlatform } from './platform/platform.ts';
import type { Platform } from './platform/platform.ts';
import { requestOf, sweepRequestOf } from './request.ts';
import { servicesOf } from './session.ts';
import { givenThresholds, refuseUnmatched } from './thresholds.ts';
import type { Session } from './session.ts';

export interface RunPlan {
  readonly run_id: string;
  readonly platform: Platform;
  readonly plan: Plan;
  readonly services: readonly AnyService[];
  readonly thresholds: readonly Threshold[];
  /** What a reader of the result should know of the plan. */
  readonly notes: readonly string[];
  /** Hears what comes to light later on. */
  readonly notices: Notices;
}

/** Known before there is a journal, or coming to light on the way. */
class Notices {
  #listener: ((message: string) => void) | null = null;

  readonly take = (message: string): void => {
    this.#listener?.(message);
  };

  listen(listener: (message: string) => void): void {
    this.#listener = listener;
  }
}

/** Throws a UserError for wrong input. */
export async function planRun(
  session: Session,
  asked: PairWords,
  run_id: string,
): Promise<RunPlan> {
  const isSweep = asked.verb === 'sweep';
  const request = isSweep ? sweepRequestOf(session.values) : requestOf(session.values);
  const thresholds = isSweep ? [] : (givenThresholds(session.values) ?? []);
  const chosen = pairsOf(session, asked);
  const { variations } = chosen;
  const { pairs, left_out } = isSweep ? sweepable(chosen.pairs) : { ...chosen, left_out: [] };
  refuseUnmatched(
    thresholds,
    pairs.map(({ server, client }) => ({ server: server.name, client: client.name })),
    session.values,
  );
  // A sweep holds each pair against itself alone.
  const reference = isSweep ? null : referenceOf(servicesOf(session));
  const services = distinctServices([
    ...pairs.flatMap(({ server, client }) => [server, client]),
    ...(reference === null ? [] : [reference.server, reference.client]),
  ]);
  const notices = new Notices();
  const use = { run: run_id, onNotice: notices.take };
  const platform = await choosePlatform(session, services, use);
  const plan = makePlan(request, pairs, reference, platform.machine, variations);
  const notes = [...notesOf(plan, request), ...left_out, ...proxyNote(session.terminal.env)];
  return { run_id, platform, plan, services, thresholds, notes, notices };
}
