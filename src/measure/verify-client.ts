/** Runs a client for the conformance check: any outcome is an answer, only its time is bounded. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BuiltService } from '../build/built-service.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import { fileNameOf } from '../plan/service-key.ts';
import { clientEventSchema } from './client-events.ts';
import type { ClientEvent } from './client-events.ts';
import { checkClient } from './conformance/check-client.ts';
import type { ClientOutcome } from './conformance/client-run.ts';
import type { MeasureContext } from './context.ts';

/** Each scenario runs for about a second. */
const SCENARIO_LIMIT_MS = 20_000;

class OutcomeReader {
  readonly events: ClientEvent[] = [];
  readonly badLines: string[] = [];

  line(text: string): void {
    if (text.trim() === '') return;
    try {
      this.events.push(clientEventSchema.parse(JSON.parse(text)));
    } catch {
      this.badLines.push(text);
    }
  }
}

/** All that is wrong with the client, one sentence each. Throws Interrupted and LaunchError. */
export async function verifyClient(
  built: BuiltService,
  context: MeasureContext,
): Promise<string[]> {
  let runs = 0;
  const runOnce = async (args: readonly string[]): Promise<ClientOutcome> => {
    runs += 1;
    const reader = new OutcomeReader();
    const running = await context.runtime.startClient(
      {
        service: built.service.name,
        program: built.program,
        args,
        env: built.service.manifest.start.env,
        cpus: null,
        token: randomBytes(16).toString('hex'),
        log_base: path.join(
          context.logs,
          `verify-client-${fileNameOf(built.service.name)}-${runs}`,
        ),
      },
      (line) => {
        reader.line(line);
      },
    );
    const late = new AbortController();
    try {
      const limit = delay(SCENARIO_LIMIT_MS, null, { signal: late.signal }).catch(() => null);
      const ended = running.drained.then(() => running.exited);
      const exit = await unlessInterrupted(context.signal, Promise.race([ended, limit]));
      const { events, badLines } = reader;
      const stderrTail =
        exit === null ? `killed after ${SCENARIO_LIMIT_MS / 1000} s` : running.logTail().join('\n');
      return { events, badLines, exitCode: exit?.code ?? null, stderrTail };
    } finally {
      late.abort();
      await running.stop();
    }
  };
  const { tool_host } = await context.runtime.reach();
  return checkClient(runOnce, tool_host, built.service.manifest.max_threads);
}
