/** The part of docs/performance.md that tells where the CPU time of a missed target goes. */
import type { Profile } from './profile.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

function table({ service, readme, parts }: Profile): string {
  const rows = parts.map(({ name, share }) => `| ${name} | ${percent(share)} |`);
  return `| [${service}](${readme}) | CPU time |\n| --- | --- |\n${rows.join('\n')}\n`;
}

/** Markdown; empty where nothing was profiled. `machine`: `on DATE: CPU, ...`. */
export function renderProfiles(profiles: readonly Profile[], machine: string): string {
  if (profiles.length === 0) return '';
  const count = profiles.length === 1 ? 'The target' : `The ${profiles.length} targets`;
  return `${count} missed, seen by perf under the same load ${machine}; what was tried stands in the page of each.\n\n${profiles.map(table).join('\n')}`;
}
