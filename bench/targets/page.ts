/** The section of docs/performance.md that shows the targets as this machine reached them. */
import { SETTINGS } from '../setting.ts';
import { isRowMet, ratioCells, type RatioRow } from '../table.ts';

export interface TargetFacts {
  /** `on DATE: CPU, ...`. */
  readonly machine: string;
  /** Of the rounds of this bench. */
  readonly rounds: number;
  readonly rows: readonly RatioRow[];
  readonly client_us: ReadonlyMap<string, number>;
}

const ofRatio = (ratio: number): string => ratio.toFixed(ratio < 0.1 ? 3 : 2);

function row(one: RatioRow): string {
  return `| ${[one.what, ...ratioCells(one, ofRatio)].join(' | ')} |`;
}

/** Markdown. */
export function renderTargets({ machine, rounds, rows, client_us }: TargetFacts): string {
  const { connections, payload_bytes, duration_ms } = SETTINGS;
  const cpu = [...client_us].map(([name, us]) => `| ${name} | ${us.toFixed(1)} |`);
  const wanted = rows.filter((one) => one.wanted !== null);
  const met = wanted.filter(isRowMet).length;
  return `${met} of ${wanted.length} targets are met, measured by \`npm run bench -- targets --write\` ${machine}.
The load: ${connections} connections, bodies of ${payload_bytes} bytes, one core a side, windows of ${(duration_ms ?? 0) / 1000} s;
the figures: median and range of ${rounds} rounds, each of which measures every row beside wrk (with a static
body, against the reference server as the clients) and the reference server (loaded by wrk as the servers).

| throughput | median | range | target | met |
| --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}

CPU time of the ${client_us.size} clients for one request, against the reference server, median of ${rounds} rounds:

| client | us |
| --- | --- |
${cpu.join('\n')}
`;
}
