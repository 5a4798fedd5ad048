/** Each kernel setting of sysctl/loopback.conf, against the value that the machine has. */
import { comparing, type Load, type Side, type Topic } from '../line.ts';

/** With kept connections none of them can change a figure (sysctl/README.md). */
const OPENING: Load = { connections: 200, keep_alive: false };

const as = (name: string): Side => ({
  ...{ name, server: 'rust-actix', client: 'rust-reqwest' },
  load: OPENING,
});

const KEYS = {
  somaxconn: 'net.core.somaxconn',
  'max-syn-backlog': 'net.ipv4.tcp_max_syn_backlog',
  'local-port-range': 'net.ipv4.ip_local_port_range',
  'tw-reuse': 'net.ipv4.tcp_tw_reuse',
};

export const sysctl: Topic = {
  name: 'sysctl',
  title: 'Kernel settings',
  lines: Object.entries(KEYS).map(([id, key]) =>
    comparing(
      { concerns: 'server', by: 'speed', advised: 'others' },
      `sysctl-${id}`,
      `Raise ${key} to the value of sysctl/loopback.conf.`,
      as('the own value'),
      { ...as('the raised value'), tuned: key },
    ),
  ),
};
