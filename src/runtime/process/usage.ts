/** Reads what a process and all its descendants use, from /proc. */
import type { ProcessFamily } from '../../host/process-family.ts';
import { ProcessUsageReader } from '../../host/process-usage.ts';
import type { UsageSnapshot } from '../runtime.ts';
import { CpuMeter } from './cpu-meter.ts';

export function usageReader(family: ProcessFamily): () => Promise<UsageSnapshot> {
  const meter = new CpuMeter();
  const rest = new ProcessUsageReader();
  return () => {
    const pids = family.pids();
    const at_ns = Math.round(performance.now() * 1e6);
    const cpu_ns = meter.read(pids);
    return Promise.resolve().then(() => ({ at_ns, cpu_ns, ...rest.read(pids) }));
  };
}
