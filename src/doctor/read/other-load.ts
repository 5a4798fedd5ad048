/** Looks on for a while: how much CPU other programs use, and how much a hypervisor takes away. */
import { setTimeout as delay } from 'node:timers/promises';
import { MachineCpuReader } from '../../host/cpu-times.ts';
import type { OtherLoadFacts } from '../facts.ts';

function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Nothing else of the doctor may run meanwhile: its children would count as others. */
export async function readOtherLoad(
  duration_ms: number,
  signal: AbortSignal,
): Promise<OtherLoadFacts | null> {
  const machine = new MachineCpuReader();
  const [before, own, started] = [machine.read(), ownCpuNs(), performance.now()];
  await delay(duration_ms, undefined, { signal });
  const after = machine.read();
  const elapsed_ns = (performance.now() - started) * 1e6;
  if (before === null || after === null) return null;
  const foreign_ns = after.busy_ns - before.busy_ns - (ownCpuNs() - own);
  return {
    duration_ms: elapsed_ns / 1e6,
    // The machine is counted in steps of 10 ms, the own use is not.
    foreign_cpus: Math.max(0, foreign_ns / elapsed_ns),
    steal_cpus: (after.steal_ns - before.steal_ns) / elapsed_ns,
  };
}
