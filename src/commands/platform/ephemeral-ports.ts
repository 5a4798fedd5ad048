/** How many local ports connections may have. */
import { readSysctl } from '../../host/machine.ts';

/** Null: the kernel does not say. */
export function readEphemeralPorts(): number | null {
  const [first, last] = (readSysctl('net.ipv4.ip_local_port_range') ?? '').split(' ').map(Number);
  return first === undefined || last === undefined ? null : last - first + 1;
}
