/** A server that runs for a piece of work, and no longer. */
import type { BuiltService } from '../src/build/built-service.ts';
import type { MeasureContext } from '../src/measure/context.ts';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import { startServer } from '../src/measure/start-server.ts';

export async function withServer<T>(
  built: BuiltService,
  context: MeasureContext,
  work: (server: ReadyServer) => Promise<T>,
): Promise<T> {
  const server = await startServer(built, 'bench', context);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
