/** The plan of one side of a line: its pair, its load, as many rounds as the line has. */
import { planPinning } from '../../src/plan/cpu-sets.ts';
import type { Plan } from '../../src/plan/facts.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { completeRequest } from '../../src/plan/request.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';
import { type Count, type Side, USUAL_LOAD } from '../line.ts';
import { NotMeasured } from '../not-measured.ts';
import type { Site } from '../site.ts';

const WARMUP_MS = 400;
/** There is one block in each round: nothing is shuffled. */
const SEED = 1;

type PlanSite = Pick<Site, 'platform' | 'services' | 'rounds' | 'window_ms'>;

function serviceOf(kind: ServiceKind, name: string, { services }: PlanSite): Service {
  const found = services.find((service) => service.kind === kind && service.name === name);
  if (found === undefined) throw new NotMeasured(`there is no ${kind} ${name}`);
  return found;
}

/** `rate_per_s`: null for a closed loop. Throws a UserError for what this machine cannot do. */
export function planSide(side: Side, rate_per_s: number | null, site: PlanSite): Plan {
  const { machine } = site.platform;
  const load = { ...USUAL_LOAD, ...side.load };
  const pin = side.load?.cpus === 'shared' ? 'none' : 'auto';
  const pinning = planPinning(pin, machine.topology, machine.pinning_lacks);
  const countOf = (count: Count, cpus: readonly number[] | null): number =>
    typeof count === 'number' ? count : count.per_cpu * (cpus?.length ?? machine.topology.length);
  const request = completeRequest(
    {
      connections: load.connections,
      payload_bytes: load.payload_bytes,
      keep_alive: load.keep_alive,
      timeout_ms: load.timeout_ms,
      workers: countOf(load.workers, pinning.server),
      threads: countOf(load.threads, pinning.client),
      warmup_ms: WARMUP_MS,
      duration_ms: site.window_ms,
      rate_per_s: rate_per_s ?? undefined,
      rounds: site.rounds,
      ...{ pin, ceilings: false, latency: false },
    },
    SEED,
  );
  const pair = {
    server: serviceOf('server', side.server, site),
    client: serviceOf('client', side.client, site),
  };
  return makePlan(request, [pair], null, machine);
}
