/** What it was measured with: machine, services with their versions, settings. */
import type { RunResult } from '../../analyse/result.ts';
import { formatCpuList } from '../../host/cpu-list.ts';
import { formatBytes } from '../format.ts';
import { renderVersions } from '../run-summary.ts';
import type { Section } from './figure.ts';
import { markup } from './markup.ts';
import { prose, table, text } from './table.ts';
import { ENDLESS, list, PLAIN } from './words.ts';

export function environmentSection(result: RunResult): Section {
  const { host } = result.environment;
  const content = markup`<div class="rankings"><div class="ranking"><h3>Machine</h3>
${facts('Machine', [
  [
    'CPU',
    `${host.cpu_model ?? UNKNOWN}, ${host.cpus_online} online, ${formatCpuList(host.cpus_allowed)} allowed`,
  ],
  ['memory', formatBytes(host.memory_bytes)],
  ['system', `${host.distribution ?? UNKNOWN}, kernel ${host.kernel}, ${host.architecture}`],
  ['virtual machine', yesNo(host.virtualised)],
  ['CPU governor', host.governor ?? UNKNOWN],
  ['open files', `${host.nofile_soft ?? UNKNOWN} of at most ${host.nofile_hard ?? UNKNOWN}`],
  ['Node.js', host.node_version],
  ...Object.entries(host.sysctl).map(([key, value]): Fact => [key, value ?? UNKNOWN]),
])}</div>
<div class="ranking"><h3>Settings</h3>
${facts('Settings', [
  ['seed', String(result.seed)],
  ['profile', result.profile],
  ...Object.entries(result.settings).map(([key, value]): Fact => [
    key.replaceAll('_', ' '),
    value === null ? 'none' : String(value),
  ]),
])}</div></div>
<h3>Versions</h3>
${list(renderVersions(result, ENDLESS, PLAIN).slice(1))}`;
  return { id: 'environment', title: 'Environment', short: 'Environment', width: 'full', content };
}

const UNKNOWN = 'not known';

type Fact = readonly [string, string];

function facts(label: string, rows: readonly Fact[]): ReturnType<typeof table> {
  return table(label, [text('what'), prose('value')], rows);
}

function yesNo(value: boolean | null): string {
  if (value === null) return UNKNOWN;
  return value ? 'yes' : 'no';
}
