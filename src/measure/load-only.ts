/** Asks a load-only client, before anything is measured with it, whether it can do what the run asks of it. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BuiltService } from '../build/built-service.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import { baseNameOf, fileNameOf } from '../plan/service-key.ts';
import { LaunchError } from '../runtime/runtime.ts';
import type { RunningClient } from '../runtime/runtime.ts';
import { clientArguments } from './client-arguments.ts';
import { unusedUrl } from './conformance/scenarios/exits.ts';
import type { MeasureContext } from './context.ts';
import { askedSettings } from './measure-cell.ts';

/** The contract's exit code for settings that a client does not take. */
const REFUSED = 2;

/** It has nothing to do: nobody listens where it is sent to. */
const LIMIT_MS = 20_000;

async function start(built: BuiltService, context: MeasureContext): Promise<RunningClient> {
  const { name, manifest } = built.service;
  const { tool_host } = await context.runtime.reach();
  const url = await unusedUrl(tool_host);
  return context.runtime.startClient(
    {
      service: name,
      program: built.program,
      args: clientArguments(askedSettings(context.settings, built), url),
      env: manifest.start.env,
      cpus: null,
      token: randomBytes(16).toString('hex'),
      log_base: path.join(context.logs, `verify-client-${fileNameOf(name)}`),
    },
    () => undefined, // that it finds nobody is no news
  );
}

/** One clause; null: it does not refuse. Throws Interrupted. */
export async function refusalOf(
  built: BuiltService,
  context: MeasureContext,
): Promise<string | null> {
  let running: RunningClient | null = null;
  try {
    running = await start(built, context);
    const late = delay(LIMIT_MS, null, { ref: false });
    const exit = await unlessInterrupted(context.signal, Promise.race([running.exited, late]));
    if (exit === null) return `it does not end within ${LIMIT_MS / 1000} s where nobody listens`;
    if (exit.code !== REFUSED) return null;
    const said = running.logTail().at(-1) ?? 'it does not say why';
    return said.replace(`${baseNameOf(built.service.name)}: `, '');
  } catch (error) {
    if (error instanceof LaunchError) return `it could not be started: ${error.message}`;
    throw error;
  } finally {
    await running?.stop();
  }
}
