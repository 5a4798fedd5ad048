/** Measures one block: a fresh server, each of its clients once. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BuiltService } from '../build/built-service.ts';
import { refuseInterrupted } from '../host/interrupted.ts';
import type { Block } from '../plan/facts.ts';
import { serviceKey } from '../plan/service-key.ts';
import { describeExit } from '../runtime/runtime.ts';
import type { MeasureContext } from './context.ts';
import type { CellPlace } from './facts.ts';
import { measureCell, roundLabel } from './measure-cell.ts';
import type { KnownServer } from './external/attach.ts';
import { ServerFailure } from './ready-server.ts';
import type { ReadyServer } from './ready-server.ts';
import { openServer } from './start-server.ts';

/** By `serviceKey`. */
type Services = ReadonlyMap<string, BuiltService | KnownServer>;

function clientNamed(name: string, services: Services): BuiltService[] {
  const found = services.get(serviceKey('client', name));
  return found === undefined || 'external' in found ? [] : [found];
}

/** Gives those that are left when the server died while one was measured, or after. */
async function measureClients(
  { pass, round }: Block,
  server: ReadyServer,
  clients: readonly BuiltService[],
  context: MeasureContext,
): Promise<readonly BuiltService[]> {
  for (const [index, client] of clients.entries()) {
    const place = { pass, round, server: server.name, client: client.service.name };
    if (await hasDied(server)) {
      if (index === 0) throw await deathOf(server);
      return clients.slice(index);
    }
    context.emit({ type: 'cell-started', ...place });
    const settings = context.settingsOf?.(place) ?? context.settings;
    await measureUndisturbed(place, client, server, { ...context, settings });
  }
  return [];
}

async function deathOf({ running }: ReadyServer): Promise<ServerFailure> {
  const exit = describeExit(await running.exited);
  return new ServerFailure(`it died with ${exit}`, running.log_file, running.logTail());
}

/** A disturbed window is measured again, as often as the gate allows. */
async function measureUndisturbed(
  place: CellPlace,
  client: BuiltService,
  server: ReadyServer,
  context: MeasureContext,
): Promise<void> {
  for (;;) {
    const fact = await measureCell(place, client, server, context);
    context.emit(fact);
    const broken = fact.type === 'cell-measured' ? context.gate(place) : null;
    if (broken === null) return;
    context.emit({ type: 'cell-repeated', ...place, ...broken });
  }
}

function hasDied(server: ReadyServer): Promise<boolean> {
  return Promise.race([server.running.exited.then(() => true), nextTurn(false)]);
}

/** Started once; gives the clients that are left when it died. Throws a ServerFailure, Interrupted. */
async function measureWithOneStart(
  block: Block,
  server: ReadyServer,
  clients: readonly BuiltService[],
  context: MeasureContext,
): Promise<readonly BuiltService[]> {
  const place = { pass: block.pass, round: block.round, server: block.server };
  const { port, ready_ms } = server;
  const { instance, log_file } = server.running;
  context.emit({ type: 'server-started', ...place, instance, port, ready_ms, log_file });
  try {
    return await measureClients(block, server, clients, context);
  } finally {
    const asked = performance.now();
    const how = await server.stop();
    const stop_ms = Math.round(performance.now() - asked);
    if (how !== null) context.emit({ type: 'server-stopped', ...place, how, stop_ms });
  }
}

/**
 * A server that dies costs the pair that it was measured with; it is started again for the others. Everything that
 * happens is emitted; throws Interrupted, with nothing left running.
 */
export async function measureBlock(
  block: Block,
  services: Services,
  context: MeasureContext,
): Promise<void> {
  // What could not be built or verified is in the journal already.
  const sound = services.get(serviceKey('server', block.server));
  let left: readonly BuiltService[] = block.clients.flatMap((name) => clientNamed(name, services));
  if (sound === undefined) return;
  try {
    for (let start = 1; left.length > 0; start += 1) {
      // Each has a log of its own.
      const label = start === 1 ? roundLabel(block) : `${roundLabel(block)}.${start}`;
      const server = await openServer(sound, label, context);
      left = await measureWithOneStart(block, server, left, context);
    }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    refuseInterrupted(context.signal);
    const { pass, round, server } = block;
    const { message: reason, log_file } = error;
    const log_tail = [...error.log_tail];
    context.emit({ type: 'server-failed', pass, round, server, reason, log_file, log_tail });
  }
}
