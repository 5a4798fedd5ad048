/** docs/performance.md: the targets as this machine reached them. */
import { median } from 'simple-statistics';
import type { HostFacts } from '../../src/host/facts.ts';
import { SETTINGS } from '../setting.ts';
import { isMet, type RatioRow } from '../table.ts';

export interface PageFacts {
  readonly host: HostFacts;
  readonly measured_on: string;
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

/** `AMD EPYC, 2 CPUs, virtual machine, Debian 12, kernel 6.18`. */
export function machineWords(host: HostFacts): string {
  return (
    `${host.cpu_model ?? 'an unknown CPU'}, ${host.cpus_online} CPUs, ${host.virtualised ? 'virtual machine' : 'no virtual machine'}, ` +
    `${host.distribution ?? 'Linux'}, kernel ${host.kernel}`
  );
}

export function renderPage({ host, measured_on, rounds, rows, client_us }: PageFacts): string {
  const { connections, payload_bytes, duration_ms } = SETTINGS;
  const cpu = [...client_us].map(([name, us]) => `| ${name} | ${us.toFixed(1)} |`);
  return `# Performance

How far each service is from what is possible on one core, written by \`npm run bench -- targets --write\`.

Measured on ${measured_on}: ${machineWords(host)}. ${connections} connections, bodies of ${payload_bytes} bytes, one core a side, windows
of ${(duration_ms ?? 0) / 1000} s; the median and the range of ${rounds} rounds, each of which measures every row beside wrk and the reference
server. Clients load the reference server, wrk with a static body beside them; servers are loaded by wrk.

| throughput | median | range | target | met |
| --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}

CPU time of each client for one request, against the reference server, median:

| client | us |
| --- | --- |
${cpu.join('\n')}
`;
}
