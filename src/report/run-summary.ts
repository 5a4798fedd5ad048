/** The parts of the terminal report around its tables: what was run, what went wrong, and with what. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import { nameCpus } from '../host/cpu-list.ts';
import type { Pinning } from '../plan/facts.ts';
import { formatCount } from './format.ts';
import { roundsWords } from './pass-ends.ts';
import { wrap } from './text.ts';
import { capital, coresWords, plural } from './wording.ts';

export function renderHeader(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const { settings, environment, counts } = result;
  const label = result.label === null ? '' : ` (${result.label})`;
  const length =
    settings.duration_ms === null
      ? plural(settings.requests ?? 0, 'request')
      : duration(settings.duration_ms);
  const statuses = (['valid', 'invalid', 'failed', 'skipped'] as const).filter(
    (status) => status === 'valid' || counts[status] > 0,
  );
  const lines = [
    `Profile ${result.profile}: ${roundsWords(result)} x ${length} after ${duration(settings.warmup_ms)} of warm-up`,
    `Load: ${loadWords(result)}, ` +
      `${settings.keep_alive ? 'keep-alive' : 'a connection for each request'}, ` +
      `${settings.payload_bytes}-byte bodies`,
    `Runtime ${environment.runtime_about}`,
    `${capital(pinned('server', environment.pinning))}, ${plural(settings.workers, 'worker')}; ` +
      `${pinned('client', environment.pinning)}, ${plural(settings.threads, 'thread')}`,
    ...(environment.pinning.reason === undefined ? [] : [capital(environment.pinning.reason)]),
    ...(environment.pinning.note === null ? [] : [environment.pinning.note]),
    `${counts.planned} planned, ${statuses.map((status) => `${counts[status]} ${status}`).join(', ')}` +
      (result.ceilings.length === 0
        ? ''
        : `; ${result.ceilings.length} more with the reference services`),
  ];
  return [
    ...wrap(`Run ${result.run_id}${label}`, width).map((line) => palette.bold(line)),
    ...lines.flatMap((line) => wrap(line, width)),
    ...(result.status === 'complete' ? [] : [palette.yellow(unfinished(result.status))]),
  ];
}

/** Of a sweep all of them. */
function loadWords({ settings, curves }: RunResult): string {
  const connections = plural(settings.connections, 'connection');
  const [curve] = curves;
  if (curve === undefined)
    return settings.rate_per_s === null
      ? `${connections}, closed loop`
      : `${connections}, open loop at ${formatCount(settings.rate_per_s)} requests/s`;
  const loads = curve.points.map(({ load }) => load).join(', ');
  if (curve.swept === 'connections') return `${loads} (connections), closed loop`;
  const isShare = curve.points.some(({ share }) => share !== null);
  return `${loads}${isShare ? " of the pair's own maximum" : ''}, open loop on ${connections}`;
}

export function renderNotices(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const changed = result.environment.changed_during_run;
  const notices =
    changed.length === 0
      ? result.notices
      : [...result.notices, `the machine changed during the run: ${changed.join(', ')}`];
  return notices
    .flatMap((notice) => wrap(`! ${notice}`, width))
    .map((line) => palette.yellow(line));
}

export function renderVersions(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const { services } = result.environment;
  const lines = services.flatMap(({ name, kind, title, build_id, versions, external }) => {
    const isShared = services.some((other) => other.name === name && other.kind !== kind);
    const who = isShared ? `${name} ${kind}` : name;
    const list = Object.entries(versions).map(([library, version]) => `${library} ${version}`);
    const none = external === null ? 'not built' : 'not started by pairbench';
    const text = build_id === null ? none : list.join(', ');
    return wrap(`${who} (${title}): ${text}`, width);
  });
  return [
    palette.bold('Versions'),
    ...lines,
    ...wrap(`pairbench ${result.environment.tool_version}, seed ${result.seed}`, width),
  ];
}

function pinned(side: 'server' | 'client', pinning: Pinning): string {
  const cpus = pinning[side];
  if (cpus === null) return `${side} not pinned`;
  return `${side} on ${nameCpus(cpus)}${coresWords(cpus, pinning.cores?.[side])}`;
}

function unfinished(status: Exclude<RunResult['status'], 'complete'>): string {
  switch (status) {
    case 'interrupted':
      return '! The run was interrupted.';
    case 'incomplete':
      return '! The run did not come to its end.';
  }
}

/** As it was asked for, not rounded. */
function duration(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}
