/** The section of docs/performance.md that shows the targets as this machine reached them. */
import { median } from 'simple-statistics';
import { SETTINGS } from '../setting.ts';
import { isMet, type RatioRow } from '../table.ts';
import { isMissed } from './rows.ts';

export interface TargetFacts {
  /** `on DATE: CPU, ...`. */
  readonly machine: string;
  /** Of the rounds of this bench. */
  readonly rounds: number;
  readonly rows: readonly RatioRow[];
  readonly client_us: ReadonlyMap<string, number>;
}

const ofRatio = (ratio: number): string => ratio.toFixed(ratio < 0.1 ? 3 : 2);

function row({ what, ratios, wanted }: RatioRow): string {
  const middle = median([...ratios]);
  const range = `${ofRatio(Math.min(...ratios))}-${ofRatio(Math.max(...ratios))}`;
  const target = wanted === null ? '' : `${wanted.bound} ${wanted.ratio}`;
  const met = wanted === null ? '' : isMet(middle, wanted) ? 'yes' : 'no';
  return `| ${what} | ${ofRatio(middle)} | ${range} | ${target} | ${met} |`;
}

/** Markdown. */
export function renderTargets({ machine, rounds, rows, client_us }: TargetFacts): string {
  const { connections, payload_bytes, duration_ms } = SETTINGS;
  const cpu = [...client_us].map(([name, us]) => `| ${name} | ${us.toFixed(1)} |`);
  const wanted = rows.filter((one) => one.wanted !== null);
  const met = wanted.filter((one) => !isMissed(one)).length;
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
