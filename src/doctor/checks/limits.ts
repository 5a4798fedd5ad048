/** How many files, and so connections, a process may hold open. */
import { wholeNumber } from '../../analyse/wording.ts';
import { PROFILES } from '../../plan/profiles.ts';
import type { DoctorFacts } from '../facts.ts';
import { command, ok, sudo } from '../finding.ts';
import type { Finding, Verdict } from '../finding.ts';

/** The limit that sysctl/README.md recommends. */
const RECOMMENDED = 65_535;
const FILE = '/etc/security/limits.d/90-nofile.conf';

function judge({ nofile, is_root }: DoctorFacts): Verdict {
  const { soft, hard, spare } = nofile;
  const shown = (limit: number | null): string => (limit === null ? 'no limit' : `${limit}`);
  const found = `soft ${shown(soft)} (raised to the hard one by pairbench), hard ${shown(hard)}`;
  if (hard === null || hard >= RECOMMENDED) return ok(found);
  const connections = Math.max(0, hard - spare);
  return {
    status: connections < PROFILES.quick.connections ? 'fail' : 'warn',
    found,
    costs: `more than ${wholeNumber(connections)} connections (-c) are refused`,
    cure: command(
      `echo "$USER hard nofile ${RECOMMENDED}" | ${sudo(is_root)}tee ${FILE} # then log in again`,
    ),
  };
}

export function checkLimits(facts: DoctorFacts): Finding[] {
  return [{ group: 'limits', id: 'limits:nofile', title: 'Open files', ...judge(facts) }];
}
