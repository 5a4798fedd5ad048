/** Turns option values into the request of a run. */
import { randomInt } from 'node:crypto';
import { UserError } from '../host/user-error.ts';
import { PROFILE_NAMES } from '../plan/profiles.ts';
import { completeRequest, completeSweep } from '../plan/request.ts';
import type { RunRequest } from '../plan/request.ts';
import type { Selection } from '../plan/select.ts';
import { readSweep } from '../plan/sweep.ts';
import type { OptionValues } from './option-values.ts';

const LARGEST_SEED = 999_999;

/** At the loads of a sweep. Throws a UserError. */
export function sweepRequestOf(values: OptionValues): RunRequest {
  const [connections, rate] = [values.text('connections'), values.text('rate')];
  // Of two lists that are given in different places the stronger one counts, as of all that exclude each other.
  const areBoth = connections?.includes(',') === true && rate !== undefined;
  const swept = readSweep({
    connections: areBoth && values.isOverruled('connections', ['rate']) ? undefined : connections,
    rate: areBoth && values.isOverruled('rate', ['connections']) ? undefined : rate,
  });
  const byRequests = values.isOverruled('duration', ['requests']);
  const byDuration = values.isOverruled('requests', ['duration']);
  return completeSweep(
    {
      profile: values.choice('profile', PROFILE_NAMES),
      connections: swept.connections,
      threads: values.count('threads'),
      workers: values.count('workers'),
      warmup_ms: values.durationMs('warmup'),
      duration_ms: byRequests ? undefined : values.durationMs('duration'),
      requests: byDuration ? undefined : values.count('requests'),
      payload_bytes: values.count('payload-bytes'),
      timeout_ms: values.durationMs('timeout'),
      keep_alive: values.switch('keep-alive'),
      rounds: values.count('rounds'),
      seed: values.count('seed'),
      pin: values.text('pin'),
      max_time_ms: values.durationMs('max-time'),
    },
    swept.points,
    randomInt(1, LARGEST_SEED),
  );
}

export function requestOf(values: OptionValues): RunRequest {
  const byRequests = values.isOverruled('duration', ['requests']);
  const byDuration = values.isOverruled('requests', ['duration']);
  const byRate = values.isOverruled('latency-rate', ['rate']);
  const byLatencyRate = values.isOverruled('rate', ['latency-rate']);
  const withoutLatency =
    values.isOverruled('latency-rate', ['latency']) && values.switch('latency') === false;
  return completeRequest(
    {
      profile: values.choice('profile', PROFILE_NAMES),
      connections: values.count('connections'),
      threads: values.countOrAuto('threads'),
      workers: values.countOrAuto('workers'),
      warmup_ms: values.durationMs('warmup'),
      duration_ms: byRequests ? undefined : values.durationMs('duration'),
      requests: byDuration ? undefined : values.count('requests'),
      rate_per_s: byLatencyRate ? undefined : values.ratePerS('rate'),
      payload_bytes: values.count('payload-bytes'),
      timeout_ms: values.durationMs('timeout'),
      keep_alive: values.switch('keep-alive'),
      rounds: values.count('rounds'),
      seed: values.count('seed'),
      pin: values.text('pin'),
      ceilings: values.switch('ceilings'),
      latency: values.switch('latency'),
      latency_rate_per_s: byRate || withoutLatency ? undefined : values.ratePerS('latency-rate'),
      precision: values.share('precision'),
      max_time_ms: values.durationMs('max-time'),
    },
    randomInt(1, LARGEST_SEED),
  );
}

/** `pair`: the two words of `single`. */
export function selectionOf(values: OptionValues, pair: readonly string[]): Selection {
  const [server, client] = pair;
  if (server !== undefined && client !== undefined)
    return { servers: [server], clients: [client], pairs: null };
  const byService = values.isOverruled('pairs', ['servers', 'clients']);
  const servers = values.isOverruled('servers', ['pairs']) ? null : values.list('servers');
  const clients = values.isOverruled('clients', ['pairs']) ? null : values.list('clients');
  const pairs = byService ? null : values.list('pairs');
  if (pairs !== null && (servers !== null || clients !== null))
    throw new UserError(
      '--pairs excludes --servers and --clients',
      'name the pairs, or choose servers and clients',
    );
  return { servers, clients, pairs };
}
