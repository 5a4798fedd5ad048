/** Where the benchmark measures: built services, a pinned core a side, logs in a temporary folder. */
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuiltService } from '../src/build/built-service.ts';
import { installPolicy } from '../src/build/packages.ts';
import { prepareServices } from '../src/build/prepare.ts';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { readTopology } from '../src/host/topology.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';
import type { MeasureContext } from '../src/measure/context.ts';
import { planPinning } from '../src/plan/cpu-sets.ts';
import { discoverServices } from '../src/plan/discover.ts';
import type { Settings } from '../src/plan/facts.ts';
import { openProcessRuntime } from '../src/runtime/process/process-runtime.ts';

export const SETTINGS: Settings = {
  connections: 32,
  threads: 1,
  workers: 1,
  warmup_ms: 500,
  duration_ms: 2000,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 10_000,
  keep_alive: true,
  rounds: 5,
};

/** The services by name. Throws a UserError when one of them cannot be built. */
export async function buildNamed(names: readonly string[]): Promise<Map<string, BuiltService>> {
  const all = discoverServices(path.join(PACKAGE_ROOT, 'services'));
  const built = await prepareServices(
    all.filter(({ name }) => names.includes(name)),
    {
      cache: path.join(PACKAGE_ROOT, '.pairbench'),
      policy: installPolicy(process.env),
      signal: new AbortController().signal,
      emit: (fact) => {
        if (fact.type === 'build-finished' && !fact.cached)
          process.stderr.write(`build    ${fact.service}  ${fact.duration_ms} ms\n`);
        if (fact.type === 'build-failed' || fact.type === 'service-skipped')
          process.stderr.write(`FAILED   ${fact.service}: ${fact.reason}\n`);
      },
    },
  );
  const byName = new Map(built.map((one) => [one.service.name, one]));
  const lacking = names.filter((name) => !byName.has(name));
  if (lacking.length > 0)
    throw new UserError(`not built: ${lacking.join(', ')}`, '', EXIT.notBuiltOrStarted);
  return byName;
}

/** One core a side; throws a UserError on a machine with a single core. */
export function benchContext(): MeasureContext {
  const [server, client] = readTopology();
  if (server === undefined || client === undefined)
    throw new UserError('the benchmark needs two CPUs', 'one for each side');
  return {
    runtime: openProcessRuntime(),
    settings: SETTINGS,
    pinning: planPinning(`${server.cpu}:${client.cpu}`, [server, client], null),
    logs: mkdtempSync(path.join(os.tmpdir(), 'pairbench-bench-')),
    gate: () => null,
    emit: () => undefined,
    signal: new AbortController().signal,
  };
}
