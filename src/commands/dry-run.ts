/** The text of `--dry-run`: what would be measured, in which order, for how long. */
import { formatCpuList } from '../host/cpu-list.ts';
import type { Plan, Settings } from '../plan/facts.ts';
import { clock } from '../progress/wording.ts';

function windowText({ duration_ms, requests, warmup_ms }: Settings): string {
  const length = duration_ms === null ? `${requests ?? 0} requests` : `${duration_ms} ms`;
  return `${warmup_ms} ms warm-up, ${length} measured`;
}

function loadText({ connections, rate_per_s, payload_bytes, keep_alive }: Settings): string {
  const loop = rate_per_s === null ? 'closed loop' : `open loop at ${rate_per_s}/s`;
  const policy = keep_alive ? 'keep-alive' : 'a connection for each request';
  return `${connections} connections, ${loop}, ${payload_bytes} bytes, ${policy}`;
}

export function renderDryRun(plan: Plan): string {
  const { settings, pinning } = plan;
  const cpus = (set: readonly number[] | null): string =>
    set === null ? 'all' : formatCpuList(set);
  const lines = [
    `${plan.pairs.length} pairs x ${settings.rounds} rounds, profile ${plan.profile}, seed ${plan.seed}`,
    loadText(settings),
    windowText(settings),
    `server on CPUs ${cpus(pinning.server)} (${settings.workers} workers), ` +
      `client on CPUs ${cpus(pinning.client)} (${settings.threads} threads)`,
    ...(pinning.note === null ? [] : [`note: ${pinning.note}`]),
    '',
    ...plan.blocks.map(
      (block) => `round ${block.round}  ${block.server}: ${block.clients.join(', ')}`,
    ),
    '',
    `expected time after the builds: ${clock(plan.expected_ms)}`,
  ];
  return `${lines.join('\n')}\n`;
}
