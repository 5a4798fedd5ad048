/** The text of `--dry-run`: what would be measured, in which order, for how long. */
import { counted } from '../analyse/wording.ts';
import { formatCpuList } from '../host/cpu-list.ts';
import { externalNote } from '../plan/external-server.ts';
import type { Plan, Settings } from '../plan/facts.ts';
import { idleThreadNotes } from '../plan/side-load.ts';
import { isPointPass, needsMaximum, passPrefix, pointLabel } from '../plan/sweep.ts';
import { clock, clockRange } from '../progress/wording.ts';
import { wrap } from '../report/text.ts';
import { coresWords } from '../report/wording.ts';

const WIDTH = 80;

/** What does not fit goes on below, indented. */
function fit(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const [first = '', ...rest] = wrap(line, WIDTH - 2);
  return [first, ...rest.map((more) => `  ${more}`)];
}

function windowText({ duration_ms, requests, warmup_ms }: Settings): string {
  const length = duration_ms === null ? counted(requests ?? 0, 'request') : `${duration_ms} ms`;
  return `${warmup_ms} ms warm-up, ${length} measured`;
}

/** A sweep may have a number for each of its points; the settings hold the largest. */
function connectionsText({ settings, sweep }: Plan): string {
  const swept = (sweep?.points ?? []).flatMap((one) =>
    'connections' in one ? [one.connections] : [],
  );
  return swept.length === 0
    ? counted(settings.connections, 'connection')
    : `${swept.join('/')} connections`;
}

function loadText(plan: Plan): string {
  const { rate_per_s, payload_bytes, keep_alive } = plan.settings;
  const loop = rate_per_s === null ? 'closed loop' : `open loop at ${rate_per_s}/s`;
  const policy = keep_alive ? 'keep-alive' : 'a connection for each request';
  return `${connectionsText(plan)}, ${loop}, ${payload_bytes} bytes, ${policy}`;
}

function blockText({ pass, round, server, clients }: Plan['blocks'][number], plan: Plan): string {
  const which = isPointPass(pass)
    ? passPrefix(pass, plan)
    : { throughput: '', latency: 'latency ', control: 'reference window ' }[pass];
  return pass === 'control'
    ? `round ${round}  ${which}`.trimEnd()
    : `${which}round ${round}  ${server}: ${clients.join(', ')}`;
}

/** The loads of a sweep, and what shares are of. */
function sweepTexts(plan: Plan): string[] {
  const points = plan.sweep?.points ?? [];
  if (points.length === 0) return [];
  const of = needsMaximum(plan) ? ' of what each pair does in the closed loop measured first' : '';
  return [`sweep: ${points.map(pointLabel).join(', ')}${of}`];
}

function passTexts(plan: Plan): string[] {
  const { latency, stop, reference } = plan;
  const rate =
    latency?.rate_per_s == null ? 'half of the slowest pair' : `${latency.rate_per_s} requests/s`;
  const precision = stop.throughput_precision;
  return [
    ...sweepTexts(plan),
    ...(reference === null && plan.sweep === undefined
      ? ['no reference services: no ceilings, no check of the state of the machine']
      : []),
    ...(latency === null
      ? []
      : [`latency at one equal rate (${rate}): ${latency.duration_ms} ms windows`]),
    ...(precision === null
      ? []
      : [`rounds end once ratios are known to ${Number((precision * 100).toPrecision(3))} %`]),
    ...(stop.max_time_ms === null
      ? []
      : [`no round begins that would end after ${clock(stop.max_time_ms)}`]),
  ];
}

/** `about`: which runtime, and why. */
export function renderDryRun(plan: Plan, about: string): string {
  const { settings, pinning } = plan;
  const cpus = (side: 'server' | 'client'): string => {
    const set = pinning[side];
    return set === null ? 'all' : `${formatCpuList(set)}${coresWords(set, pinning.cores?.[side])}`;
  };
  const lines = [
    `runtime ${about}`,
    `${counted(plan.pairs.length, 'pair')} x ${counted(settings.rounds, 'round')}, profile ${plan.profile}, seed ${plan.seed}`,
    loadText(plan),
    windowText(settings),
    `server on CPUs ${cpus('server')}, workers ${settings.workers}; ` +
      `client on CPUs ${cpus('client')}, threads ${settings.threads}`,
    ...(pinning.reason === undefined ? [] : [pinning.reason]),
    ...(pinning.note === null ? [] : [`note: ${pinning.note}`]),
    ...idleThreadNotes(plan).map((note) => `note: ${note}`),
    ...plan.services.flatMap(({ name, external }) =>
      external === null ? [] : [`note: ${externalNote(name, external.url)}`],
    ),
    '',
    ...plan.blocks.map((block) => blockText(block, plan)),
    '',
    ...passTexts(plan),
    `expected time after the builds: ${clockRange(plan.expected_range_ms)}`,
  ];
  return `${lines.flatMap(fit).join('\n')}\n`;
}
