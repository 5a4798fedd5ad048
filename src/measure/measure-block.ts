/** Measures one block: a fresh server, each of its clients once. */
import type { BuiltService } from '../build/build-service.ts';
import type { Block } from '../plan/facts.ts';
import { describeExit } from '../runtime/runtime.ts';
import type { MeasureContext } from './context.ts';
import { measureCell } from './measure-cell.ts';
import { ServerFailure, startServer } from './start-server.ts';
import type { ReadyServer } from './start-server.ts';

type Services = ReadonlyMap<string, BuiltService>;

async function measureClients(
  block: Block,
  server: ReadyServer,
  services: Services,
  context: MeasureContext,
): Promise<void> {
  const { round } = block;
  for (const name of block.clients) {
    const client = services.get(name);
    if (client === undefined) continue; // it could not be built, which the journal says already
    const place = { round, server: server.name, client: name };
    context.emit({ type: 'cell-started', ...place });
    const fact = await measureCell(place, client, server, context);
    context.emit(fact);
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

function hasDied(server: ReadyServer): Promise<boolean> {
  return Promise.race([server.running.exited.then(() => true), Promise.resolve(false)]);
}

/** Everything that happens is emitted; throws Interrupted, with nothing left running. */
export async function measureBlock(
  block: Block,
  services: Services,
  context: MeasureContext,
): Promise<void> {
  const built = services.get(block.server);
  if (built === undefined) return; // it could not be built, which the journal says already
  const place = { round: block.round, server: block.server };
  try {
    const server = await startServer(built, `r${block.round}`, context);
    const { running, port, ready_ms } = server;
    const { pid, start_ticks, log_file } = running;
    context.emit({ type: 'server-started', ...place, pid, start_ticks, port, ready_ms, log_file });
    try {
      await measureClients(block, server, services, context);
    } finally {
      const asked = performance.now();
      const how = await server.stop();
      context.emit({
        type: 'server-stopped',
        ...place,
        how,
        stop_ms: Math.round(performance.now() - asked),
      });
    }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
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
