/** How far to believe the figures: the machine's noise, what could be found at all, what was left out. */
import type { ChalkInstance } from 'chalk';
import type { Cell, RunResult } from '../analyse/result.ts';
import { cut, type Detail } from './detail.ts';
import { formatCountEstimate, formatPercent, formatRatio } from './format.ts';
import { earlyEnds } from './pass-ends.ts';
import { wrapHanging } from './text.ts';
import { listed, pairName, plural } from './wording.ts';

export function renderBelieve(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const lines = [
    ...noiseFloor(result),
    ...detectable(result),
    ...leftOut(result, detail),
    ...marked(result),
    ...passes(result),
  ];
  return [
    palette.bold('How far to believe this'),
    ...lines.flatMap((line) => wrapHanging(line, width)),
  ];
}

function noiseFloor({ noise_floor, reference }: RunResult): string[] {
  const { windows, throughput_cv, throughput_cv_all, cpu_us_per_request_cv, slow_windows } =
    noise_floor;
  if (throughput_cv === null)
    return [
      `Noise of the machine: not known; ${noise_floor.absent ?? 'there is no reason given'}.`,
    ];
  const pair = reference === null ? 'one and the same pair' : pairName(reference);
  const cpu =
    cpu_us_per_request_cv === null
      ? ''
      : `, CPU per request by ${formatPercent(cpu_us_per_request_cv)}`;
  const slow =
    slow_windows === 0 || throughput_cv_all === null
      ? ''
      : `; with the ${slow_windows} that met the slow state of the machine by ${formatPercent(throughput_cv_all)}`;
  return [
    `Noise of the machine: the throughput of ${pair} varied by ${formatPercent(throughput_cv)} (CV) ` +
      `over ${plural(windows, 'window')}${cpu}${slow}.`,
  ];
}

function detectable({ minimum_detectable_ratio }: RunResult): string[] {
  const { throughput, p99_at_rate, absent } = minimum_detectable_ratio;
  const parts = [
    ...(throughput === null ? [] : [`${formatRatio(throughput)} in throughput`]),
    ...(p99_at_rate === null ? [] : [`${formatRatio(p99_at_rate)} in P99 at equal load`]),
  ];
  return [
    parts.length === 0
      ? `Smallest ratio of two pairs that this run would find: not known; ${absent ?? 'there is no reason given'}.`
      : `Smallest ratio of two pairs that this run would find in 4 of 5 cases: ${listed(parts)}.`,
  ];
}

/** Gates choose by cost and by foreign load; whoever doubts them can compare. */
function leftOut({ cells, ceilings, latency_at_rate }: RunResult, detail: Detail): string[] {
  const all = [...cells, ...ceilings];
  const gates = new Map<string, number>();
  for (const { gated } of all)
    for (const [gate, windows] of Object.entries(gated.by_gate))
      gates.set(gate, (gates.get(gate) ?? 0) + windows);
  const count = all.reduce((sum, { gated }) => sum + gated.windows_left_out, 0);
  const again = latency_at_rate.reduce((sum, { repeats }) => sum + repeats.length, 0);
  const { shown, note } = cut(all.filter(isMoved), detail);
  return [
    count === 0
      ? 'Windows left out: none.'
      : `Windows left out: ${count} (${listed([...gates].map(([gate, of]) => `${gate} ${of}`))}).`,
    ...(again === 0 ? [] : [`At equal load ${plural(again, 'window')} had to be measured again.`]),
    ...shown.map(
      (cell) =>
        `With all windows ${pairName(cell)} has ${formatCountEstimate(cell.gated.throughput_rps_all)} ` +
        `instead of ${formatCountEstimate(cell.throughput_rps)} req/s.`,
    ),
    ...(note === null ? [] : [note]),
  ];
}

/** The estimate of all windows lies where the interval of the others does not expect it. */
function isMoved({ throughput_rps: { low, high }, gated }: Cell): boolean {
  const { estimate } = gated.throughput_rps_all;
  return estimate !== null && low !== null && high !== null && (estimate < low || estimate > high);
}

function marked({ cells, ceilings, latency_at_rate }: RunResult): string[] {
  const all = [...cells, ...ceilings];
  return [
    ...naming(
      'Disturbed by the machine, also when measured again',
      all.filter(({ disturbed }) => disturbed),
    ),
    ...naming(
      'Disturbed at equal load, also when measured again',
      latency_at_rate.filter(({ disturbed }) => disturbed),
    ),
    ...naming(
      'Two speeds of their own while the machine had one, so nothing was left out',
      all.filter(({ bimodal }) => bimodal),
    ),
  ];
}

function naming(what: string, pairs: readonly Pick<Cell, 'server' | 'client'>[]): string[] {
  return pairs.length === 0 ? [] : [`${what}: ${pairs.map(pairName).join(', ')}.`];
}

function passes(result: RunResult): string[] {
  const early = earlyEnds(result.passes);
  return early.length === 0 ? [] : [`Ended early: ${early.join('; ')}.`];
}
