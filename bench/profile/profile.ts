/** Where the CPU time of a client or of a server goes while it is loaded as in the targets. */
import path from 'node:path';
import type { BuiltService } from '../../src/build/built-service.ts';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import type { MeasureContext } from '../../src/measure/context.ts';
import type { Runtime, Watched } from '../../src/runtime/runtime.ts';
import { windowOf } from '../setting.ts';
import { withServer } from '../with-server.ts';
import type { Yardstick } from '../targets/measure.ts';
import { runWrk } from '../wrk.ts';
import { type Part, partsOf } from './parts.ts';
import { record, type Recording } from './perf.ts';

/** Long enough for some thousand samples. */
const SECONDS = 5;
const LEAST_SHARE = 0.02;

export interface Profile {
  readonly service: string;
  /** Tells what was tried; as seen from docs/. */
  readonly readme: string;
  readonly parts: readonly Part[];
}

function readmeOf({ service }: BuiltService): string {
  return path.relative(path.join(PACKAGE_ROOT, 'docs'), path.join(service.folder, 'README.md'));
}

/** Of `process 4711.123456`. */
function pidOf({ instance }: Watched): number {
  const pid = /^process (\d+)\./.exec(instance)?.[1];
  if (pid === undefined) throw new Error(`no process to watch: ${instance}`);
  return Number(pid);
}

/** The same runtime, whose clients are seen by perf as soon as they are started. */
function watching(runtime: Runtime, onClient: (client: Watched) => void): Runtime {
  return {
    ...runtime,
    startClient: async (...launch) => {
      const client = await runtime.startClient(...launch);
      onClient(client);
      return client;
    },
  };
}

export async function profileClient(
  client: BuiltService,
  reference: BuiltService,
  context: MeasureContext,
): Promise<Profile> {
  const service = client.service.name;
  const file = path.join(context.logs, `${service}.perf`);
  let recording: Recording | null = null;
  const runtime = watching(
    context.runtime,
    (running) => (recording = record(pidOf(running), file)),
  );
  const settings = { ...context.settings, duration_ms: SECONDS * 1000 };
  await withServer(reference, context, (server) =>
    windowOf(1, client, server, { ...context, runtime, settings }),
  );
  const seen = recording as Recording | null;
  if (seen === null) throw new Error(`${service} was not started`);
  return { service, readme: readmeOf(client), parts: partsOf(await seen.samples(), LEAST_SHARE) };
}

export async function profileServer(
  built: BuiltService,
  { script, load }: Yardstick,
  context: MeasureContext,
): Promise<Profile> {
  const service = built.service.name;
  const file = path.join(context.logs, `${service}.server.perf`);
  const samples = await withServer(built, context, async (server) => {
    await runWrk(server.url, script, { ...load, duration_s: 1 });
    const recording = record(pidOf(server.running), file);
    await runWrk(server.url, script, { ...load, duration_s: SECONDS });
    return recording.samples();
  });
  return { service, readme: readmeOf(built), parts: partsOf(samples, LEAST_SHARE) };
}
