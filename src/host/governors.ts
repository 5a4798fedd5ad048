/** Which rule sets the clock of each CPU. */
import { readKernelFile } from './kernel-file.ts';

/** CPUs by governor; empty where the kernel does not set the clock, as in most virtual machines. */
export function readGovernors(cpus: readonly number[]): Map<string, number[]> {
  const byGovernor = new Map<string, number[]>();
  for (const cpu of cpus) {
    const governor = readKernelFile(`/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`);
    if (governor !== null) byGovernor.set(governor, [...(byGovernor.get(governor) ?? []), cpu]);
  }
  return byGovernor;
}
