/** docs/performance.md: one section for each bench that writes, and each rewrites only its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { readHostFacts } from '../src/host/machine.ts';
import type { HostFacts } from '../src/host/facts.ts';

const PAGE = path.join(PACKAGE_ROOT, 'docs', 'performance.md');
const TITLE = '# Performance\n';

/** In the order of the page. */
const SECTIONS = ['Targets', 'Where the time goes', 'The instrument', 'pairbench itself'] as const;
export type SectionTitle = (typeof SECTIONS)[number];

/** The text behind each `## title`, up to the next. */
function sectionsOf(page: string): Map<string, string> {
  const [, ...parts] = page.split(/^## /m);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).trim(), part.slice(end + 1).trim()];
    }),
  );
}

/** The page with `text` in place of what the section held; an empty text removes it. */
export function withSection(page: string, title: SectionTitle, text: string): string {
  const sections = sectionsOf(page).set(title, text.trim());
  const written = SECTIONS.flatMap((name) => {
    const body = sections.get(name) ?? '';
    return body === '' ? [] : [`## ${name}\n\n${body}\n`];
  });
  return [TITLE, ...written].join('\n');
}

/** `AMD EPYC, 2 CPUs, virtual machine, Debian 12, kernel 6.18`. */
export function machineWords(host: HostFacts): string {
  const kind = host.virtualised ? 'virtual machine' : 'no virtual machine';
  const system = `${host.distribution ?? 'Linux'}, kernel ${host.kernel}`;
  return `${host.cpu_model ?? 'an unknown CPU'}, ${host.cpus_online} CPUs, ${kind}, ${system}`;
}

/** This machine, today: `on DATE: CPU, ...`. */
export function thisMachine(): string {
  return `on ${new Date().toISOString().slice(0, 10)}: ${machineWords(readHostFacts())}`;
}

export async function writeSection(title: SectionTitle, text: string): Promise<void> {
  const page = withSection(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', title, text);
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(page, { ...style, parser: 'markdown' }));
  process.stderr.write(`wrote    docs/performance.md: ${title}\n`);
}
