/** The text of `--dry-run`: what would be measured, in which order, for how long. */
import { counted } from '../analyse/wording.ts';
import { formatCpuList } from '../host/cpu-list.ts';
import { externalNote } from '../plan/external-server.ts';
import type { Plan, Settings } from '../plan/facts.ts';
import { clock } from '../progress/wording.ts';
import { wrap } from '../report/text.ts';

const WIDTH = 80;

/** What does not fit goes on below, indented. */
function fit(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const [first = '', ...rest] = wrap(line, WIDTH - 2);
  return [first, ...rest.map((more) => `  ${more}`)];
}

function windowText({ duration_ms, requests, warmup_ms }: Settings): string {
  const length = duration_ms === null ? counted(requests ?? 0, 'request') : `${duration_ms} ms`;
  return `${warmup_ms} ms warm-up, ${length} measured`;
}

function loadText({ connections, rate_per_s, payload_bytes, keep_alive }: Settings): string {
  const loop = rate_per_s === null ? 'closed loop' : `open loop at ${rate_per_s}/s`;
  const policy = keep_alive ? 'keep-alive' : 'a connection for each request';
  return `${counted(connections, 'connection')}, ${loop}, ${payload_bytes} bytes, ${policy}`;
}

/** `about`: which runtime, and why. */
export function renderDryRun(plan: Plan, about: string): string {
  const { settings, pinning } = plan;
  const cpus = (set: readonly number[] | null): string =>
    set === null ? 'all' : formatCpuList(set);
  const lines = [
    `runtime ${about}`,
    `${counted(plan.pairs.length, 'pair')} x ${counted(settings.rounds, 'round')}, profile ${plan.profile}, seed ${plan.seed}`,
    loadText(settings),
    windowText(settings),
    `server on CPUs ${cpus(pinning.server)}, workers ${settings.workers}; ` +
      `client on CPUs ${cpus(pinning.client)}, threads ${settings.threads}`,
    ...(pinning.note === null ? [] : [`note: ${pinning.note}`]),
    ...plan.services.flatMap(({ name, external }) =>
      external === null ? [] : [`note: ${externalNote(name, external.url)}`],
    ),
    '',
    ...plan.blocks.map(
      (block) => `round ${block.round}  ${block.server}: ${block.clients.join(', ')}`,
    ),
    '',
    `expected time after the builds: ${clock(plan.expected_ms)}`,
  ];
  return `${lines.flatMap(fit).join('\n')}\n`;
}
