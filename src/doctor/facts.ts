/** What the doctor looks at: plain facts, read by `read/`, judged by `checks/`. */
import type { Cgroup } from '../host/cgroup.ts';
import type { DiskSpace } from '../host/disk-space.ts';
import type { LogicalCpu } from '../host/topology.ts';

/** One thing that services require, with all services that do. */
export interface RequirementFacts {
  readonly kind: 'tool' | 'header' | 'python-module';
  readonly name: string;
  /** Of a tool that is there. */
  readonly version: string | null;
  /** Version ranges, each once. */
  readonly wanted: readonly string[];
  readonly services: readonly string[];
  /** Those for which it is missing or too old. */
  readonly lacking: readonly string[];
  /** Why, each reason once. */
  readonly reasons: readonly string[];
  /** Null: no package of this distribution brings it. */
  readonly install_command: string | null;
}

export type EngineFacts =
  | {
      readonly answers: true;
      readonly version: string;
      readonly address: string;
      /** Whether it can give a container a CPU set. */
      readonly can_pin: boolean;
    }
  | { readonly answers: false; readonly reason: string; readonly hint: string };

/** Where the services would run. */
export interface RuntimeFacts {
  readonly used: 'process' | 'docker';
  /** Null: it was asked for. */
  readonly why: string | null;
}

export interface DockerFacts {
  /** Whether the command `docker` is there. */
  readonly command: boolean;
  readonly engine: EngineFacts;
  readonly compose: { readonly spelling: string; readonly version: string } | null;
}

export interface CpuFacts {
  /** Those that this process may use. */
  readonly topology: readonly LogicalCpu[];
  readonly online: number;
  readonly governors: ReadonlyMap<string, readonly number[]>;
  readonly cgroup: Cgroup;
}

/** What others did with the machine while the doctor looked on. */
export interface OtherLoadFacts {
  readonly duration_ms: number;
  /** CPUs' worth of time. */
  readonly foreign_cpus: number;
  readonly steal_cpus: number;
}

export interface KernelSetting {
  readonly key: string;
  readonly wanted: string;
  /** Null: the kernel has no such key. */
  readonly current: string | null;
}

export interface PlaceFacts {
  readonly what: 'results' | 'cache';
  readonly folder: string;
  readonly space: DiskSpace;
}

export interface ClockFacts {
  readonly source: string | null;
  readonly available: readonly string[];
  /** Null: not known. */
  readonly synchronised: boolean | null;
}

/** Limits of open files; null: no limit. */
interface NofileFacts {
  readonly soft: number | null;
  readonly hard: number | null;
  /** What a service needs beside its connections. */
  readonly spare: number;
}

/** Programs that pairbench itself calls. */
export const OWN_TOOLS = ['taskset', 'setpriv', 'npm'] as const;
export type OwnTool = (typeof OWN_TOOLS)[number];

export interface DoctorFacts {
  readonly requirements: readonly RequirementFacts[];
  readonly own_tools: Readonly<Record<OwnTool, boolean>>;
  readonly runtime: RuntimeFacts;
  readonly docker: DockerFacts;
  readonly cpus: CpuFacts;
  /** Null: the kernel does not tell. */
  readonly other_load: OtherLoadFacts | null;
  readonly nofile: NofileFacts;
  /** Null: not known. */
  readonly time_wait_sockets: number | null;
  readonly port_range: { readonly first: number; readonly last: number } | null;
  readonly kernel_settings: readonly KernelSetting[];
  readonly places: readonly PlaceFacts[];
  readonly clock: ClockFacts;
  readonly is_root: boolean;
  /** Means by which a trouble may be cured here. */
  readonly has_apt: boolean;
  readonly has_systemd: boolean;
}
