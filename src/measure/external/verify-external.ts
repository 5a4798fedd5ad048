/** Finds a server that already runs, and checks that it keeps the contract as far as it can be asked. */
import { errorText } from '../../host/user-error.ts';
import type { ExternalServer } from '../../plan/external-server.ts';
import { checkServer } from '../conformance/check-server.ts';
import { shortList } from '../conformance/problem-text.ts';
import type { Vector } from '../conformance/vectors.ts';
import type { MeasureContext } from '../context.ts';
import { ServerFailure } from '../ready-server.ts';
import type { ReadyServer } from '../ready-server.ts';
import { meet } from './attach.ts';
import type { KnownServer } from './attach.ts';
import { reach, Unreachable } from './reach.ts';

/** Null: nobody takes a connection there, which has been emitted. */
async function reached(external: ExternalServer, context: MeasureContext): Promise<string | null> {
  try {
    return await reach(external.url, context.signal);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { name, url } = external;
    const reason = `${url} cannot be reached: ${error.message}`;
    context.emit({ type: 'server-unreachable', service: name, reason });
    return null;
  }
}

interface Verdict {
  readonly problems: readonly string[];
  /** Null: it was not met to the end. */
  readonly known: KnownServer | null;
}

async function check(
  external: ExternalServer,
  { url, control, stats }: ReadyServer,
  vectors: readonly Vector[],
): Promise<Verdict> {
  // Others may use it meanwhile; whether they do shows in each window.
  const problems = await checkServer({ url, vectors, stats: stats === null ? 'none' : 'shape' });
  try {
    return { problems, known: { external, url, stats: stats && (await control.stats()) } };
  } catch (error) {
    return { problems: [...problems, errorText(error)], known: null };
  }
}

async function meetAndCheck(
  external: ExternalServer,
  url: string,
  vectors: readonly Vector[],
  context: MeasureContext,
): Promise<Verdict> {
  try {
    const server = await meet(external, url, context.signal);
    const { stats } = server;
    const told = stats && { server: stats.server, build_id: stats.build_id, pid: stats.pid };
    context.emit({ type: 'server-reached', service: external.name, url, stats: told });
    try {
      return await check(external, server, vectors);
    } finally {
      await server.stop();
    }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    return { problems: [error.message], known: null };
  }
}

/** Null: it cannot be measured, which has been emitted. Never from the cache: nobody knows its build. */
export async function verifyExternal(
  external: ExternalServer,
  vectors: readonly Vector[],
  context: MeasureContext,
): Promise<KnownServer | null> {
  const whose = { kind: external.kind, service: external.name };
  const started = performance.now();
  const url = await reached(external, context);
  if (url === null) return null;
  context.emit({ type: 'verify-started', ...whose });
  const { problems, known } = await meetAndCheck(external, url, vectors, context);
  const duration_ms = Math.round(performance.now() - started);
  const shown = shortList(problems);
  context.emit({ type: 'verify-finished', ...whose, cached: false, duration_ms, problems: shown });
  return problems.length === 0 ? known : null;
}
