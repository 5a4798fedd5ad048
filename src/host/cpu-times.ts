/** CPU time of the whole machine, from /proc/stat, in steps of 10 ms. */
import { readProc } from './process-table.ts';

const NS_PER_TICK = 10_000_000;

export interface MachineCpu {
  /** All CPUs together, the kernel's own work included, time stolen by a hypervisor left out. */
  readonly busy_ns: number;
  readonly steal_ns: number;
}

/** Null where there is no /proc/stat. */
export function readMachineCpu(): MachineCpu | null {
  const line = /^cpu +(.*)$/m.exec(readProc('stat') ?? '')?.[1];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(' ')
    .map(Number);
  return {
    busy_ns: (user + nice + system + irq + softirq) * NS_PER_TICK,
    steal_ns: steal * NS_PER_TICK,
  };
}
