/** Measures one block: a fresh server, each of its clients once. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BuiltService } from '../build/built-service.ts';
import { refuseInterrupted } from '../host/interrupted.ts';
import type { Block } from '../plan/facts.ts';
import { serviceKey } from '../plan/service-key.ts';
import { describeExit } from '../runtime/runtime.ts';
import type { MeasureContext } from './context.ts';
import type { CellPlace, MeasureFact } from './facts.ts';
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

async function measureClients(
  { pass, round }: Block,
  server: ReadyServer,
  clients: readonly BuiltService[],
  context: MeasureContext,
): Promise<void> {
  for (const client of clients) {
    const place = { pass, round, server: server.name, client: client.service.name };
    context.emit({ type: 'cell-started', ...place });
    const fact = await measureUndisturbed(place, client, server, context);
    if (fact.type === 'cell-failed' && (await hasDied(server))) {
      const exit = describeExit(await server.running.exited);
      throw new ServerFailure(
        `it died with ${exit}`,
        server.running.log_file,
        server.running.logTail(),
      );
    }
  }
}

/** A disturbed window is measured again, as often as the gate allows. */
async function measureUndisturbed(
  place: CellPlace,
  client: BuiltService,
  server: ReadyServer,
  context: MeasureContext,
): Promise<MeasureFact> {
  for (;;) {
    const fact = await measureCell(place, client, server, context);
    context.emit(fact);
    const broken = fact.type === 'cell-measured' ? context.gate(place) : null;
    if (broken === null) return fact;
    context.emit({ type: 'cell-repeated', ...place, ...broken });
  }
}

function hasDied(server: ReadyServer): Promise<boolean> {
  return Promise.race([server.running.exited.then(() => true), nextTurn(false)]);
}

/** Everything that happens is emitted; throws Interrupted, with nothing left running. */
export async function measureBlock(
  block: Block,
  services: Services,
  context: MeasureContext,
): Promise<void> {
  // What could not be built or verified is in the journal already.
  const sound = services.get(serviceKey('server', block.server));
  const clients = block.clients.flatMap((name) => clientNamed(name, services));
  if (sound === undefined || clients.length === 0) return;
  const { pass, round } = block;
  const place = { pass, round, server: block.server };
  try {
    const server = await openServer(sound, roundLabel(block), context);
    const { running, port, ready_ms } = server;
    const { instance, log_file } = running;
    context.emit({ type: 'server-started', ...place, instance, port, ready_ms, log_file });
    try {
      await measureClients(block, server, clients, context);
    } finally {
      const asked = performance.now();
      const how = await server.stop();
      const stop_ms = Math.round(performance.now() - asked);
      if (how !== null) context.emit({ type: 'server-stopped', ...place, how, stop_ms });
    }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    refuseInterrupted(context.signal);
    const { message: reason, log_file } = error;
    context.emit({
      type: 'server-failed',
      ...place,
      reason,
      log_file,
      log_tail: [...error.log_tail],
    });
  }
}
