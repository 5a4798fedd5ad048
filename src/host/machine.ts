/** Reads the facts of the machine that go into the result. */
import os from 'node:os';
import type { HostFacts } from './facts.ts';
import { readKernelFile } from './kernel-file.ts';
import { readTopology } from './topology.ts';

/** Kernel settings that decide how a loopback load behaves. */
const SYSCTL_KEYS = [
  'net.core.somaxconn',
  'net.core.netdev_max_backlog',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_max_syn_backlog',
  'net.ipv4.tcp_tw_reuse',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_congestion_control',
  'kernel.sched_autogroup_enabled',
];

export function readSysctl(key: string): string | null {
  return readKernelFile(`/proc/sys/${key.replaceAll('.', '/')}`)?.replaceAll('\t', ' ') ?? null;
}

/** Limits of open files of this process; Node has raised the soft one to the hard one at its start. */
export function readNofileLimits(): { soft: number | null; hard: number | null } {
  const match = /^Max open files\s+(\S+)\s+(\S+)/m.exec(readKernelFile('/proc/self/limits') ?? '');
  const limit = (word: string | undefined): number | null =>
    word !== undefined && /^\d+$/.test(word) ? Number(word) : null;
  return { soft: limit(match?.[1]), hard: limit(match?.[2]) };
}

function isVirtualised(): boolean | null {
  const cpuinfo = readKernelFile('/proc/cpuinfo');
  return cpuinfo === null ? null : /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo);
}

export function readHostFacts(): HostFacts {
  const nofile = readNofileLimits();
  return {
    kernel: os.release(),
    distribution:
      /^PRETTY_NAME="?([^"\n]*)/m.exec(readKernelFile('/etc/os-release') ?? '')?.[1] ?? null,
    architecture: os.arch(),
    cpu_model: os.cpus()[0]?.model ?? null,
    cpus_allowed: readTopology().map((cpu) => cpu.cpu),
    cpus_online: os.cpus().length,
    governor: readKernelFile('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    virtualised: isVirtualised(),
    memory_bytes: os.totalmem(),
    nofile_soft: nofile.soft,
    nofile_hard: nofile.hard,
    sysctl: Object.fromEntries(SYSCTL_KEYS.map((key) => [key, readSysctl(key)])),
    node_version: process.versions.node,
  };
}
