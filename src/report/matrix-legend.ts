/** What the signs and figures of the matrix mean, as far as they occur in it. */
import type { Cell, RunResult } from '../analyse/result.ts';
import { ABSENT } from './format.ts';
import { AT_LEAST, BIMODAL, DISTURBED } from './matrix-rows.ts';
import { LIMIT_WORD, VERDICTS } from './palette.ts';
import { wrap } from './text.ts';
import { listed } from './wording.ts';

/** What the table shows may be absent; these are the paths of its reasons. */
const SHOWN_PATHS = ['throughput_rps.low', 'rtt_ns.p50', 'rtt_ns.p99'];
const MAX_NOTES = 3;

export function matrixLegend(result: RunResult, width: number): string[] {
  const shown = [...result.cells, ...result.ceilings].filter(({ status }) => status === 'valid');
  return [
    throughput(shown),
    ...limits(shown),
    latency(result),
    ...references(result),
    ...marks(shown),
    ...absentFigures(shown),
  ].flatMap((text) => wrap(text, width));
}

function throughput(shown: readonly Cell[]): string {
  const atLeast = shown.some(({ bound }) => bound === 'server')
    ? `; ${AT_LEAST}: a lower bound for the server, the client was the limit`
    : '';
  return `req/s: successful requests, geometric mean of the rounds; 95 %: its interval${atLeast}.`;
}

function limits(shown: readonly Cell[]): string[] {
  const words = VERDICTS.filter((verdict) =>
    shown.some(({ bottleneck }) => bottleneck.verdict === verdict),
  ).map((verdict) => LIMIT_WORD[verdict]);
  return words.length === 0
    ? []
    : [`limit: who was at its limit (${words.join(', ')}); why, see below.`];
}

function latency({ settings: { rate_per_s } }: RunResult): string {
  return rate_per_s === null
    ? 'P50, P99: round trip in the closed loop, from the sending to the parsed answer; there it follows ' +
        'from connections / throughput and is no comparison.'
    : 'P50, P99: round trip of all rounds together, from the time it was due to the parsed answer.';
}

function references({ ceilings, reference }: RunResult): string[] {
  if (ceilings.length === 0 || reference === null) return [];
  const names = [...new Set([reference.server, reference.client])];
  return [
    `${listed(names)}: the ceiling of each side, measured with a lean service at the other end.`,
  ];
}

function marks(shown: readonly Cell[]): string[] {
  return [
    ...(shown.some(({ disturbed }) => disturbed)
      ? [`${DISTURBED}: the machine disturbed a window, also when it was measured again.`]
      : []),
    ...(shown.some(({ bimodal }) => bimodal)
      ? [`${BIMODAL}: the program itself has two speeds; none of its windows was left out.`]
      : []),
  ];
}

function absentFigures(shown: readonly Cell[]): string[] {
  const reasons = [
    ...new Set(shown.flatMap(({ absent }) => SHOWN_PATHS.flatMap((path) => absent[path] ?? []))),
  ];
  const more = reasons.length > MAX_NOTES ? `; ${reasons.length - MAX_NOTES} more` : '';
  return reasons.length === 0
    ? []
    : [`${ABSENT}: ${reasons.slice(0, MAX_NOTES).join('; ')}${more}.`];
}
