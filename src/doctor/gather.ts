/** Reads all facts that the checks judge. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import { hasDockerfile } from '../build/image/context.ts';
import { installPolicy } from '../build/packages.ts';
import { readCgroup } from '../host/cgroup.ts';
import { readDiskSpace } from '../host/disk-space.ts';
import { findTool } from '../host/find-tool.ts';
import { readGovernors } from '../host/governors.ts';
import { readNofileLimits, readSysctl } from '../host/machine.ts';
import { readConf } from '../host/tuning/conf.ts';
import { readTimeWaitSockets } from '../host/time-wait.ts';
import { readTopology } from '../host/topology.ts';
import type { Service } from '../plan/manifest.ts';
import { SPARE_FDS } from '../plan/plan.ts';
import { shownNames } from '../plan/service-key.ts';
import type {
  CpuFacts,
  DoctorFacts,
  EngineFacts,
  KernelSetting,
  PlaceFacts,
  RuntimeFacts,
} from './facts.ts';
import { readClock } from './read/clock.ts';
import { readDocker } from './read/docker.ts';
import { readOtherLoad } from './read/other-load.ts';
import { readRequirements } from './read/requirements.ts';

const LOOK_ON_MS = 2000;

export interface Visit {
  readonly services: readonly Service[];
  /** As `--runtime` has it. */
  readonly runtime: 'auto' | RuntimeFacts['used'];
  /** Folders, there or not yet. */
  readonly results: string;
  readonly cache: string;
  /** In the notation of sysctl.conf. */
  readonly sysctl_file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

function readCpus(): CpuFacts {
  const topology = readTopology();
  return {
    topology,
    online: os.cpus().length,
    governors: readGovernors(topology.map(({ cpu }) => cpu)),
    cgroup: readCgroup('/'),
  };
}

function readPortRange(): DoctorFacts['port_range'] {
  const match = /^(\d+) (\d+)$/.exec(readSysctl('net.ipv4.ip_local_port_range') ?? '');
  return match === null ? null : { first: Number(match[1]), last: Number(match[2]) };
}

function readKernelSettings(file: string): KernelSetting[] {
  return readConf(file).map(({ key, numbers }) => ({
    key,
    wanted: numbers.join(' '),
    current: readSysctl(key),
  }));
}

function readPlaces({ results, cache }: Visit): PlaceFacts[] {
  return [
    { what: 'results', folder: results, space: readDiskSpace(results) },
    { what: 'cache', folder: cache, space: readDiskSpace(cache) },
  ];
}

/** Chosen as a run chooses it: containers need an engine and a Dockerfile for each service. */
function chooseRuntime({ runtime, services }: Visit, engine: EngineFacts): RuntimeFacts {
  if (runtime !== 'auto') return { used: runtime, why: null };
  if (!engine.answers) return { used: 'process', why: 'no engine answers' };
  const shown = shownNames(services);
  const bare = services
    .filter((service) => !hasDockerfile(service))
    .map(({ kind, name }) => shown(kind, name));
  return bare.length === 0
    ? { used: 'docker', why: 'an engine answers' }
    : { used: 'process', why: `no Dockerfile: ${bare.join(', ')}` };
}

export async function gatherFacts(visit: Visit): Promise<DoctorFacts> {
  const policy = installPolicy(visit.env);
  const [requirements, docker, clock] = await Promise.all([
    readRequirements(visit.services, policy),
    readDocker(visit.env),
    readClock(),
  ]);
  const isThere = (tool: string): boolean => findTool(tool) !== null;
  return {
    requirements,
    runtime: chooseRuntime(visit, docker.engine),
    docker,
    clock,
    own_tools: {
      taskset: isThere('taskset'),
      setpriv: isThere('setpriv'),
      npm: isThere('npm'),
    },
    cpus: readCpus(),
    other_load: await readOtherLoad(LOOK_ON_MS, visit.signal),
    nofile: { ...readNofileLimits(), spare: SPARE_FDS },
    time_wait_sockets: readTimeWaitSockets(),
    port_range: readPortRange(),
    kernel_settings: readKernelSettings(visit.sysctl_file),
    places: readPlaces(visit),
    is_root: policy.isRoot,
    has_apt: policy.hasApt,
    has_systemd: existsSync('/run/systemd/system'),
  };
}
