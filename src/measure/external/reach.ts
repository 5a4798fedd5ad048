/** Finds the one address at which a server that already runs is measured. */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Interrupted } from '../../host/interrupted.ts';
import { errorText } from '../../host/user-error.ts';
import { hostOf, portOf, withAddress } from '../../plan/server-url.ts';

/** For all addresses of its host together. */
const PATIENCE_MS = 5000;

/** Nobody takes a connection there; the text says why. */
export class Unreachable extends Error {}

/** Of several addresses that were tried, each has its own reason. */
function reasonOf(error: unknown): string {
  return error instanceof AggregateError
    ? error.errors.map(errorText).join(', ')
    : errorText(error);
}

/**
 * The URL with the address that took a connection in place of the host: a name may stand for several,
 * of which tool and clients would not choose the same. Throws Unreachable and Interrupted.
 */
export async function reach(url: string, signal: AbortSignal): Promise<string> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  const socket = new Socket({ signal: AbortSignal.any([signal, late]) });
  try {
    socket.connect({ host: hostOf(url), port: portOf(url), autoSelectFamily: true });
    await once(socket, 'connect');
    return withAddress(url, socket.remoteAddress ?? hostOf(url));
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    throw new Unreachable(
      late.aborted ? `no connection within ${PATIENCE_MS / 1000} s` : reasonOf(error),
    );
  } finally {
    socket.destroy();
  }
}
