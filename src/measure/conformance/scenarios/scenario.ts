/** One short run of a client against the recording server, and what must be true of it. */
import type { ClientRun } from '../../client-events.ts';
import type { AskedSettings } from '../../client-arguments.ts';
import { failuresByKind, total } from '../client-accounts.ts';
import type { ReplyRule } from '../recording-server.ts';
import type { Traffic } from '../traffic.ts';

export interface Scenario {
  readonly name: string;
  readonly settings: AskedSettings;
  readonly reply: ReplyRule;
  /** What is wrong beyond the checks that hold in every scenario. */
  readonly check: (run: ClientRun, traffic: Traffic) => readonly string[];
}

export const BASE_SETTINGS: AskedSettings = {
  connections: 4,
  threads: 1,
  warmup_ms: 50,
  duration_ms: null,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 30_000,
  keep_alive: true,
};

export function failureProblems({ result }: ClientRun): string[] {
  const failures = failuresByKind(result.errors, result.errors_outside_window);
  return total(failures) === 0
    ? []
    : [`expected no failed request, got ${JSON.stringify(failures)}`];
}

/** Finds an ignored flag, not a busy machine: the length of a window that counts is checked when measuring. */
export function windowLengthProblems({ result }: ClientRun, duration_ms: number): string[] {
  const [shortest, longest] = [0.8 * duration_ms, 2 * duration_ms];
  const window_ms = result.window_ns / 1e6;
  return window_ms >= shortest && window_ms <= longest
    ? []
    : [`result.window_ns: expected about ${duration_ms} ms, got ${window_ms.toFixed(1)} ms`];
}
