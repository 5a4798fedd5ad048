/** Pieces of sentences that several sections need. */
import { formatCpuList } from '../host/cpu-list.ts';
import type { SideCores } from '../plan/facts.ts';

/** To begin a sentence with. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`; of many the first ones and how many more. */
export function listed(items: readonly string[], most = Infinity): string {
  const left = items.length - most;
  const parts = left > 0 ? [...items.slice(0, most), `${left} more`] : items;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** ` (4 cores of node 1)` behind CPUs; empty where each CPU is a core and the machine has one node. */
export function coresWords(cpus: readonly number[], cores: SideCores | undefined): string {
  if (cores === undefined || (cores.count === cpus.length && cores.nodes.length === 0)) return '';
  const nodes = cores.nodes.length === 1 ? 'node' : 'nodes';
  const where = cores.nodes.length === 0 ? '' : ` of ${nodes} ${formatCpuList(cores.nodes)}`;
  return ` (${plural(cores.count, 'core')}${where})`;
}

/** A pair as the flags name it. */
export function pairName({ server, client }: { server: string; client: string }): string {
  return `${server}:${client}`;
}

/** The same within a sentence. */
export function pairInWords(name: string): string {
  return name.replace(':', ' x ');
}
