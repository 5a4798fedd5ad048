/** Programs that pairbench itself calls: it works without each of them, but worse. */
import { OWN_TOOLS } from '../facts.ts';
import type { DoctorFacts, OwnTool } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Cure, Finding } from '../finding.ts';

const COSTS: Readonly<Record<OwnTool, string>> = {
  taskset:
    'as processes server and client are not pinned: both move over all CPUs and slow each other down',
  setpriv:
    'if pairbench is killed (kill -9), its servers and clients run on until its next start ends them',
  npm: 'a checkout whose package-lock.json has changed cannot fetch its packages',
};

function cureOf(tool: OwnTool, { has_apt, is_root }: DoctorFacts): Cure {
  if (tool === 'npm') return advice('install npm, which comes with Node');
  return has_apt
    ? command(`${sudo(is_root)}apt-get install -y --no-install-recommends util-linux`)
    : advice('install util-linux');
}

export function checkOwnTools(facts: DoctorFacts): Finding[] {
  return OWN_TOOLS.map((tool) => ({
    group: 'tools',
    id: `own-tool:${tool}`,
    title: tool,
    ...(facts.own_tools[tool]
      ? ok('found')
      : {
          status: 'warn',
          found: 'not found on PATH',
          costs: COSTS[tool],
          cure: cureOf(tool, facts),
        }),
  }));
}
