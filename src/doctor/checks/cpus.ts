/** Cores and how they would be shared out, their clock, and a limit of their time. */
import { counted } from '../../analyse/wording.ts';
import { nameCpus } from '../../host/cpu-list.ts';
import { planPinning } from '../../plan/cpu-sets.ts';
import type { CpuFacts, DoctorFacts } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

const STEADY = 'performance';
const GOVERNOR_FILES = '/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor';

/** `64 CPUs on 32 cores (SMT), 2 memory nodes`. */
function shape({ topology, online }: CpuFacts): string {
  const cores = new Set(topology.map(({ core }) => core)).size;
  const nodes = new Set(topology.map(({ node }) => node)).size;
  const all = topology.length < online ? ` of ${online}` : '';
  return [
    `${counted(topology.length, 'CPU')}${all} on ${counted(cores, 'core')}`,
    cores < topology.length ? ' (SMT)' : '',
    nodes > 1 ? `, ${counted(nodes, 'memory node')}` : '',
  ].join('');
}

function moreCpus({ topology, online }: CpuFacts): Cure {
  return topology.length < online
    ? advice(
        `start pairbench with more of the ${online} CPUs (taskset, cpuset, docker --cpuset-cpus)`,
      )
    : advice('use a machine with two cores or more');
}

function judgeTopology(facts: CpuFacts): Verdict {
  const { server, client, note } = planPinning('auto', facts.topology, null);
  if (server === null || client === null || note !== null)
    return {
      status: 'warn',
      found: shape(facts),
      costs: note ?? 'server and client are not pinned',
      cure: moreCpus(facts),
    };
  const used = [...server, ...client];
  const left = facts.topology.map(({ cpu }) => cpu).filter((cpu) => !used.includes(cpu));
  const rest = left.length === 0 ? '' : `, ${nameCpus(left)} left over`;
  return ok(`${shape(facts)}: server on ${nameCpus(server)}, client on ${nameCpus(client)}${rest}`);
}

function judgeGovernor(facts: CpuFacts, isRoot: boolean): Verdict {
  const { governors } = facts;
  if (governors.size === 0)
    return ok('not known: the kernel sets no clock here, as in most virtual machines');
  const others = [...governors].filter(([governor]) => governor !== STEADY);
  if (others.length === 0) return ok(STEADY);
  return {
    status: 'warn',
    found: others.map(([governor, cpus]) => `${governor} on ${nameCpus(cpus)}`).join(', '),
    costs: 'the clock follows the load: light loads and the first moments run slower',
    cure: command(`echo ${STEADY} | ${sudo(isRoot)}tee ${GOVERNOR_FILES}`),
  };
}

function judgeCgroup({ cgroup, topology }: CpuFacts): Verdict {
  const { version, cpu_quota } = cgroup;
  if (version === null) return ok('none: CPU time is not limited');
  if (cpu_quota === null || cpu_quota >= topology.length)
    return ok(`version ${version}, CPU time is not limited`);
  return {
    status: 'warn',
    found: `version ${version}, CPU time limited to that of ${cpu_quota.toFixed(1)} CPUs`,
    costs: 'the kernel halts services many times a second: throughput is that of the limit',
    cure: advice('start pairbench without the limit (docker --cpus, CPUQuota of systemd)'),
  };
}

export function checkCpus({ cpus, is_root }: DoctorFacts): Finding[] {
  return [
    { group: 'cpu', id: 'cpu:topology', title: 'Cores', ...judgeTopology(cpus) },
    { group: 'cpu', id: 'cpu:governor', title: 'Governor', ...judgeGovernor(cpus, is_root) },
    { group: 'cpu', id: 'cpu:cgroup', title: 'Control group', ...judgeCgroup(cpus) },
  ];
}
