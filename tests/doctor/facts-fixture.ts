/** Facts of a machine that lacks nothing, to be bent by a test. */
import type { DoctorFacts } from '../../src/doctor/facts.ts';
import type { LogicalCpu } from '../../src/host/topology.ts';
import { machine } from '../helpers/topologies.ts';

export interface Shape {
  readonly cpus: number;
  readonly threads_per_core?: 1 | 2;
  readonly nodes?: number;
}

export function topology({ cpus, threads_per_core = 1, nodes = 1 }: Shape): LogicalCpu[] {
  return machine({ cores: cpus / threads_per_core, smt: threads_per_core, nodes });
}

const GOOD: DoctorFacts = {
  requirements: [],
  own_tools: { taskset: true, setpriv: true, npm: true },
  runtime: { used: 'process', why: null },
  docker: {
    command: true,
    engine: {
      answers: true,
      version: '26.1.5',
      address: 'unix:///var/run/docker.sock',
      can_pin: true,
    },
    compose: { spelling: 'docker compose', version: '2.26.1' },
  },
  cpus: {
    topology: topology({ cpus: 8 }),
    online: 8,
    governors: new Map([['performance', [0, 1, 2, 3, 4, 5, 6, 7]]]),
    cgroup: { version: 2, cpu_quota: null },
  },
  other_load: { duration_ms: 2000, foreign_cpus: 0.02, steal_cpus: 0 },
  nofile: { soft: 1_048_576, hard: 1_048_576, spare: 64 },
  time_wait_sockets: 3,
  port_range: { first: 32_768, last: 60_999 },
  kernel_settings: [{ key: 'net.core.somaxconn', wanted: '65535', current: '65535' }],
  places: [
    { what: 'results', folder: '/home/u/results', space: { free_bytes: 50e9, problem: null } },
    { what: 'cache', folder: '/home/u/.pairbench', space: { free_bytes: 50e9, problem: null } },
  ],
  clock: { source: 'tsc', available: ['tsc', 'hpet'], synchronised: true },
  is_root: false,
  has_apt: true,
  has_systemd: true,
};

export function doctorFacts(bent: Partial<DoctorFacts> = {}): DoctorFacts {
  return { ...GOOD, ...bent };
}
