/** The use that a container makes of the machine: from its control group, else from the engine. */
import type { Engine } from '../../host/docker/engine.ts';
import type { StartedContainer } from '../../host/docker/container.ts';
import { ProcessUsageReader } from '../../host/process-usage.ts';
import type { UsageSnapshot } from '../runtime.ts';
import { findCgroup } from './cgroup.ts';
import { askStats } from './stats.ts';

/** `at_ns` is taken right beside the CPU counter, so that a share is one of the same span of time. */
export function usageReader(
  engine: Engine,
  { id, pid }: StartedContainer,
): () => Promise<UsageSnapshot> {
  const cgroup = findCgroup(pid, id);
  const now_ns = (): number => Math.round(performance.now() * 1e6);
  if (cgroup === null) {
    const container = engine.docker.getContainer(id);
    return async () => {
      const stats = await askStats(container);
      return { at_ns: now_ns(), ...stats };
    };
  }
  const rest = new ProcessUsageReader();
  return () => {
    const at_ns = now_ns();
    const cpu_ns = cgroup.cpuNs();
    return Promise.resolve().then(() => {
      // The first process is the engine's init, which only waits for the service.
      const pids = cgroup.pids().filter((one) => one !== pid);
      return { at_ns, cpu_ns, ...rest.read(pids) };
    });
  };
}
