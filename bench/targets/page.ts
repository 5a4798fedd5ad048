/** The section of docs/performance.md that shows the targets as this machine reached them. */
import { SETTINGS } from '../setting.ts';
import { isRowMet, ratioCells, type RatioRow } from '../table.ts';
import { MOST_APART, MOST_ATTEMPTS } from './beside.ts';
import type { Repeats } from './rows.ts';

export interface TargetFacts {
  /** `on DATE: CPU, ...`. */
  readonly machine: string;
  /** Of the rounds of this bench. */
  readonly rounds: number;
  readonly repeats: Repeats;
  readonly rows: readonly RatioRow[];
  readonly client_us: ReadonlyMap<string, number>;
}

/** As many digits as targets have: 0.598 misses one of 0.6, which 0.60 would not tell. */
const ofRatio = (ratio: number): string => ratio.toFixed(3);

function row(one: RatioRow): string {
  return `| ${[one.what, ...ratioCells(one, ofRatio)].join(' | ')} |`;
}

/** Markdown. */
export function renderTargets({ machine, rounds, repeats, rows, client_us }: TargetFacts): string {
  const { connections, payload_bytes, duration_ms } = SETTINGS;
  const cpu = [...client_us].map(([name, us]) => `| ${name} | ${us.toFixed(1)} |`);
  const wanted = rows.filter((one) => one.wanted !== null);
  const met = wanted.filter(isRowMet).length;
  return `${met} of ${wanted.length} targets are met, measured by \`npm run bench -- targets --write\` ${machine}.
The load: ${connections} connections, bodies of ${payload_bytes} bytes, one core a side, windows of ${(duration_ms ?? 0) / 1000} s;
the figures: median and range of ${rounds} rounds. Clients load the reference server, each between two windows of
wrk with a static body; wrk loads the servers, each between two windows of the reference server; ${repeats.repeated} of
${repeats.windows} windows were measured more than once (${MOST_ATTEMPTS} times at most), for the two beside them differed by more than ${MOST_APART * 100} %.

| throughput | median | range | target | met |
| --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}

CPU time of the ${client_us.size} clients for one request, against the reference server, median of ${rounds} rounds:

| client | us |
| --- | --- |
${cpu.join('\n')}
`;
}
