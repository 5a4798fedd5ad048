/** Ports in use, and the kernel's TCP settings against those of the sysctl folder. */
import { counted, wholeNumber } from '../../analyse/wording.ts';
import type { DoctorFacts, KernelSetting } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Finding, Verdict } from '../finding.ts';

/** Share of the ports; more of them waiting, and a run without keep-alive may meet their end. */
const MANY_WAITING = 0.5;

function judgeTimeWait({ time_wait_sockets: waiting, port_range }: DoctorFacts): Verdict {
  if (waiting === null || port_range === null)
    return {
      status: 'warn',
      found: 'not known: /proc/net/sockstat or the port range cannot be read',
      costs: 'it is not noticed when ports run out',
      cure: advice('mount /proc'),
    };
  const ports = port_range.last - port_range.first + 1;
  const found = `${counted(waiting, 'socket')} in TIME_WAIT, ${wholeNumber(ports)} ports`;
  if (waiting <= ports * MANY_WAITING) return ok(found);
  return {
    status: 'warn',
    found,
    costs: '--no-keep-alive may find no free port (port_exhausted)',
    cure: command('sleep 60 # they end by themselves'),
  };
}

interface Rule {
  /** Whether `current` is as good as `wanted`. */
  readonly suffices: (current: string, wanted: string) => boolean;
  readonly costs: (current: string) => string;
}

const atLeast = (current: string, wanted: string): boolean => Number(current) >= Number(wanted);

function coversRange(current: string, wanted: string): boolean {
  const [first = NaN, last = NaN] = current.split(' ').map(Number);
  const [from = NaN, to = NaN] = wanted.split(' ').map(Number);
  return first <= from && last >= to;
}

/** For keys of which it is known when they matter. */
const RULES: Readonly<Record<string, Rule>> = {
  'net.core.somaxconn': {
    suffices: atLeast,
    costs: (current) => `of more than ${current} connections opened at once some must try again`,
  },
  'net.ipv4.tcp_max_syn_backlog': {
    suffices: atLeast,
    costs: (current) =>
      `with more than ${current} half-open connections some must try again; rare on loopback`,
  },
  'net.ipv4.ip_local_port_range': {
    suffices: coversRange,
    costs: () => '--no-keep-alive, and very many connections, run out of ports sooner',
  },
  'net.ipv4.tcp_tw_reuse': {
    // 2 means on loopback alone, where pairbench measures.
    suffices: (current, wanted) => current === wanted || (wanted === '1' && current === '2'),
    costs: () => '--no-keep-alive: each closed connection keeps its port for a minute',
  },
};

const OTHER: Rule = {
  suffices: (current, wanted) => current === wanted,
  costs: () => 'see sysctl/README.md',
};

function judgeSetting({ key, wanted, current }: KernelSetting, isRoot: boolean): Verdict {
  const { suffices, costs } = RULES[key] ?? OTHER;
  if (current === null)
    return {
      status: 'warn',
      found: `this kernel has no such setting, wanted: ${wanted}`,
      costs: 'what it would do cannot be had here',
      cure: advice('none is needed unless you meet that case (sysctl/README.md)'),
    };
  if (suffices(current, wanted))
    return ok(current === wanted ? current : `${current}, as good as ${wanted} here`);
  const value = wanted.includes(' ') ? `"${wanted}"` : wanted;
  return {
    status: 'warn',
    found: `${current}, wanted: ${wanted}`,
    costs: costs(current),
    cure: command(`${sudo(isRoot)}sysctl -w ${key}=${value}`),
  };
}

export function checkNetwork(facts: DoctorFacts): Finding[] {
  const settings = facts.kernel_settings.map((setting): Finding => ({
    group: 'network',
    id: `sysctl:${setting.key}`,
    title: setting.key,
    ...judgeSetting(setting, facts.is_root),
  }));
  return [
    { group: 'network', id: 'network:time-wait', title: 'Ports', ...judgeTimeWait(facts) },
    ...settings,
  ];
}
