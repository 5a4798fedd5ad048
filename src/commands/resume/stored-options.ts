/** The options of a run as its journal has them, for the run to go on with what is not given anew. */
import { thresholdsOf } from '../../analyse/thresholds/run-thresholds.ts';
import { formatCpuList } from '../../host/cpu-list.ts';
import type { Pinning, Plan, ServiceFacts } from '../../plan/facts.ts';
import { sweepOptions } from '../../plan/sweep.ts';
import type { RawValues } from '../option-values.ts';
import type { StoredRun } from './stored-run.ts';

function pinText({ server, client }: Pinning): string {
  return server === null || client === null
    ? 'none'
    : `${formatCpuList(server)}:${formatCpuList(client)}`;
}

function milliseconds(value: number | null): string | undefined {
  return value === null ? undefined : `${value}ms`;
}

function percent(share: number | null): string | undefined {
  return share === null ? undefined : `${Number((share * 100).toPrecision(12))}%`;
}

/** Servers that already run, as `NAME=VALUE`; undefined where there are none. */
function externals(
  { services }: Plan,
  valueOf: (external: NonNullable<ServiceFacts['external']>) => string | undefined,
): string[] | undefined {
  const words = services.flatMap(({ name, external }) => {
    const value = external === null ? undefined : valueOf(external);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return words.length === 0 ? undefined : words;
}

export function storedOptions({
  started,
  entries,
}: Pick<StoredRun, 'started' | 'entries'>): RawValues {
  const { plan, runtime, runtime_options } = started;
  const { settings } = plan;
  const thresholds = thresholdsOf(entries).map(({ text }) => text);
  return {
    tune: entries.some((entry) => entry.type === 'kernel-tuned'),
    ...runtime_options,
    runtime,
    profile: plan.profile,
    seed: plan.seed,
    pin: pinText(plan.pinning),
    pairs: plan.pairs.map(({ server, client }) => `${server}:${client}`),
    'server-url': externals(plan, ({ url }) => url),
    'server-pid': externals(plan, ({ process }) => process?.pid.toString()),
    connections: settings.connections,
    threads: settings.threads,
    workers: settings.workers,
    warmup: milliseconds(settings.warmup_ms),
    duration: milliseconds(settings.duration_ms),
    requests: settings.requests ?? undefined,
    rate: settings.rate_per_s ?? undefined,
    ...(plan.sweep === undefined ? {} : sweepOptions(plan)),
    'payload-bytes': settings.payload_bytes,
    timeout: milliseconds(settings.timeout_ms),
    'keep-alive': settings.keep_alive,
    rounds: settings.rounds,
    ceilings: plan.ceilings.length > 0,
    latency: settings.rate_per_s !== null || plan.latency !== null,
    'latency-rate': plan.latency?.rate_per_s ?? undefined,
    precision: percent(plan.stop.throughput_precision),
    threshold: thresholds.length === 0 ? undefined : thresholds,
    'max-time': milliseconds(plan.stop.max_time_ms),
  };
}
