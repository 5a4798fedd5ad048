/** Runs a client once and reads its events; ends it when it is silent, late, or of no use any more. */
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import type { BuiltService } from '../build/built-service.ts';
import type { Settings } from '../plan/facts.ts';
import { isLoadOnly } from '../plan/manifest.ts';
import type { Service } from '../plan/manifest.ts';
import { describeExit, LaunchError } from '../runtime/runtime.ts';
import type { RunningClient } from '../runtime/runtime.ts';
import { ClientFault } from './client-protocol.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import type { MeasureContext } from './context.ts';

const SILENCE_MARGIN_MS = 5000;

/** A client prints an interval each 100 ms; a load-only one may say nothing until its window is over. */
export function longestSilenceMs(client: Service, settings: Settings): number {
  const { warmup_ms, duration_ms, timeout_ms } = settings;
  const quiet_ms = isLoadOnly(client) ? warmup_ms + (duration_ms ?? 0) : 0;
  return quiet_ms + timeout_ms + SILENCE_MARGIN_MS;
}

export interface ClientHooks {
  /** Called once it has been started. */
  readonly onStart: (running: RunningClient) => void;
  /** Each line of its stdout; what it throws ends the client and is thrown on. */
  readonly onLine: (line: string) => void;
  /** Rejects when the client is of no use any more, for example because the server died. */
  readonly givenUp: Promise<never>;
}

async function launch(
  built: BuiltService,
  args: readonly string[],
  log_base: string,
  context: MeasureContext,
  onLine: (line: string) => void,
): Promise<RunningClient> {
  try {
    return await context.runtime.startClient(
      {
        service: built.service.name,
        program: built.program,
        args,
        env: built.service.manifest.start.env,
        cpus: context.pinning.client,
        token: randomBytes(16).toString('hex'),
        log_base,
      },
      onLine,
    );
  } catch (error) {
    if (error instanceof LaunchError) throw new ClientFault(error.message);
    throw error;
  }
}

/** A promise that rejects after `silence_ms` without a call of `heard`. */
function silenceGuard(silence_ms: number): {
  readonly heard: () => void;
  readonly silent: Promise<never>;
  readonly cancel: () => void;
} {
  let reject: (fault: ClientFault) => void = () => undefined;
  const silent = new Promise<never>((_, rejectLater) => {
    reject = rejectLater;
  });
  const timer = setTimeout(() => {
    reject(new ClientFault(`it printed nothing for ${silence_ms / 1000} s`));
  }, silence_ms);
  return {
    heard: () => timer.refresh(),
    silent,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

/**
 * Resolves when the client ended well, with all its lines delivered. Throws a ClientFault, an Interrupted,
 * or what the hooks threw; the client has been ended by then.
 */
export async function runClient(
  built: BuiltService,
  args: readonly string[],
  label: string,
  context: MeasureContext,
  hooks: ClientHooks,
): Promise<void> {
  const guard = silenceGuard(longestSilenceMs(built.service, context.settings));
  let onFault: (error: unknown) => void = () => undefined;
  const faulty = new Promise<never>((_, reject) => {
    onFault = reject;
  });
  const log_base = path.join(context.logs, label);
  let running: RunningClient | null = null;
  try {
    running = await launch(built, args, log_base, context, (line) => {
      guard.heard();
      try {
        hooks.onLine(line);
      } catch (error) {
        onFault(error);
      }
    });
    hooks.onStart(running);
    const finished = Promise.race([running.drained, faulty, guard.silent, hooks.givenUp]);
    await unlessInterrupted(context.signal, finished);
    await Promise.race([faulty, Promise.resolve()]); // a fault in its last line
    const exit = await running.exited;
    if (exit.code !== 0)
      throw new ClientFault(
        `it ended with ${describeExit(exit)}: ${running.logTail().at(-1) ?? 'its stderr is empty'}`,
      );
  } finally {
    guard.cancel();
    await running?.stop();
  }
}
