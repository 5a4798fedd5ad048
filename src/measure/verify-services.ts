/** Conformance before measurement: a service that breaks the contract is not measured. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { BuiltService, Prepared } from '../build/built-service.ts';
import { refuseInterrupted, unlessInterrupted } from '../host/interrupted.ts';
import { isLoadOnly } from '../plan/manifest.ts';
import { serviceKey } from '../plan/service-key.ts';
import { LaunchError } from '../runtime/runtime.ts';
import { checkServer } from './conformance/check-server.ts';
import { shortList } from './conformance/problem-text.ts';
import { readVectors } from './conformance/vectors.ts';
import type { Vector } from './conformance/vectors.ts';
import type { MeasureContext } from './context.ts';
import type { KnownServer } from './external/attach.ts';
import { verifyExternal } from './external/verify-external.ts';
import { refusalOf } from './load-only.ts';
import { ServerFailure, WrongAnswer } from './ready-server.ts';
import { startServer } from './start-server.ts';
import { verifyClient } from './verify-client.ts';

/** Raised when the checks themselves change, so that earlier verdicts are not used again. */
const CHECKS_VERSION = '1';

/** Only a clean verdict is kept. */
const verdictSchema = z.strictObject({ key: z.string() });

function verdictKey(built: BuiltService, vectorsText: string): string {
  const hash = createHash('sha256');
  // An image is the same whatever the manifest says of its start.
  const { start, docker } = built.service.manifest;
  const started = JSON.stringify([start, docker]);
  for (const part of [CHECKS_VERSION, built.build_id, started, vectorsText])
    hash.update(`${part}\0`);
  return hash.digest('hex');
}

function wasVerified(built: BuiltService, key: string): boolean {
  const file = built.verdict_file;
  if (!existsSync(file)) return false;
  try {
    return verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).key === key;
  } catch {
    return false; // cut off while it was written: verify again
  }
}

async function verifyServer(
  built: BuiltService,
  vectors: readonly Vector[],
  context: MeasureContext,
): Promise<string[]> {
  const server = await startServer(built, 'verify-server', context);
  try {
    const check = checkServer({ url: server.url, vectors, expectedToken: server.token });
    return await unlessInterrupted(context.signal, check);
  } finally {
    await server.stop();
  }
}

interface Verdict {
  readonly problems: string[];
  readonly started?: false;
}

async function verdictOf(
  built: BuiltService,
  vectors: readonly Vector[],
  context: MeasureContext,
): Promise<Verdict> {
  try {
    const isServer = built.service.kind === 'server';
    const problems = isServer
      ? await verifyServer(built, vectors, context)
      : await verifyClient(built, context);
    return { problems: shortList(problems) };
  } catch (error) {
    refuseInterrupted(context.signal);
    if (!(error instanceof ServerFailure || error instanceof LaunchError)) throw error;
    const tail = error instanceof ServerFailure ? error.log_tail : [];
    if (error.cause instanceof WrongAnswer)
      return { problems: shortList([error.message, ...tail]) };
    const problems = [`it could not be started: ${error.message}`, ...tail];
    return { problems: shortList(problems), started: false };
  }
}

export interface VerifyOptions {
  readonly vectors_file: string;
  /** Use a clean verdict about the same build and vectors. */
  readonly cached: 'use' | 'ignore';
}

interface Vectors {
  readonly list: readonly Vector[];
  readonly text: string;
}

/** Null: it breaks the contract, which has been emitted. */
async function verifyBuilt(
  built: BuiltService,
  vectors: Vectors,
  usage: VerifyOptions['cached'],
  context: MeasureContext,
): Promise<BuiltService | null> {
  const { kind, name } = built.service;
  const whose = { kind, service: name };
  const started = performance.now();
  const key = verdictKey(built, vectors.text);
  const cached = usage === 'use' && wasVerified(built, key);
  if (!cached) context.emit({ type: 'verify-started', ...whose });
  const verdict = cached ? { problems: [] } : await verdictOf(built, vectors.list, context);
  const duration_ms = Math.round(performance.now() - started);
  context.emit({ type: 'verify-finished', ...whose, cached, duration_ms, ...verdict });
  if (verdict.problems.length > 0) return null;
  if (!cached) writeFileSync(built.verdict_file, JSON.stringify({ key }));
  return built;
}

/** Free of all that it could not keep. Null: it cannot do what is asked of it, which has been emitted. */
async function verifyLoadOnly(
  built: BuiltService,
  context: MeasureContext,
): Promise<BuiltService | null> {
  const { kind, name: service } = built.service;
  const started = performance.now();
  context.emit({ type: 'verify-started', kind, service });
  const reason = await refusalOf(built, context);
  if (reason !== null) {
    context.emit({ type: 'client-refused', service, reason });
    return null;
  }
  const duration_ms = Math.round(performance.now() - started);
  const verdict = { cached: false, duration_ms, problems: [] };
  context.emit({ type: 'verify-finished', kind, service, ...verdict });
  return built;
}

async function verified(
  service: Prepared,
  vectors: Vectors,
  usage: VerifyOptions['cached'],
  context: MeasureContext,
): Promise<BuiltService | KnownServer | null> {
  if (!('program' in service)) return verifyExternal(service, vectors.list, context);
  return isLoadOnly(service.service)
    ? verifyLoadOnly(service, context)
    : verifyBuilt(service, vectors, usage, context);
}

/** The services that keep the contract, by `serviceKey`; what is wrong with the others has been emitted. */
export async function verifyServices(
  services: readonly Prepared[],
  options: VerifyOptions,
  context: MeasureContext,
): Promise<Map<string, BuiltService | KnownServer>> {
  const text = readFileSync(options.vectors_file, 'utf8');
  const vectors = { text, list: await readVectors(options.vectors_file) };
  const sound = new Map<string, BuiltService | KnownServer>();
  for (const service of services) {
    const { kind, name } = 'program' in service ? service.service : service;
    const kept = await verified(service, vectors, options.cached, context);
    if (kept !== null) sound.set(serviceKey(kind, name), kept);
  }
  return sound;
}
