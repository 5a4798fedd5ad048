/** docs/performance.md is made of parts, each written by its own measurement: a beginning, and sections. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import type { HostFacts } from '../src/host/facts.ts';

const PAGE = path.join(PACKAGE_ROOT, 'docs', 'performance.md');

/** The beginning, then one part for each heading of the second level. */
function partsOf(page: string): string[] {
  return page.split(/^(?=## )/m).map((part) => part.trimEnd());
}

const headingOf = (part: string): string => part.split('\n', 1)[0] ?? '';

/** The page with this part in the place of the one that begins alike, or behind all others. */
export function withPart(page: string, part: string): string {
  const parts = partsOf(page).filter((other) => other !== '');
  const index = parts.findIndex((other) => headingOf(other) === headingOf(part));
  const others = index < 0 ? [...parts, part] : parts.with(index, part);
  return `${others.map((text) => text.trimEnd()).join('\n\n')}\n`;
}

/** Leaves the other parts of the page as they are. */
export async function writePart(part: string): Promise<void> {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(withPart(page, part), { ...style, parser: 'markdown' }));
  process.stderr.write(`wrote    docs/performance.md\n`);
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What was measured on, in words. */
export function aboutHost(host: HostFacts): string {
  return (
    `${host.cpu_model ?? 'an unknown CPU'}, ${host.cpus_online} CPUs, ${host.virtualised ? 'virtual machine' : 'no virtual machine'}, ` +
    `${host.distribution ?? 'Linux'}, kernel ${host.kernel}`
  );
}
