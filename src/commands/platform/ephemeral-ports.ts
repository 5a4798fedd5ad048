/** How many local ports connections may have. */
import type { Session } from '../session.ts';
import { localPortRange } from '../tuning.ts';

/** While the run measures. Null: the kernel does not say. */
export function readEphemeralPorts(session: Session): number | null {
  const [first, last] = (localPortRange(session) ?? '').split(' ').map(Number);
  return first === undefined || last === undefined ? null : last - first + 1;
}
