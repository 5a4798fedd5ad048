/** Builds the image of one service, unless the engine has one of the same fingerprint. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../host/folders.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { engineText } from '../../host/docker/engine.ts';
import { imageName } from '../../host/docker/images.ts';
import { FINGERPRINT_LABEL, SERVICE_LABEL } from '../../host/docker/labels.ts';
import { Interrupted } from '../../host/interrupted.ts';
import { lastLines } from '../../host/log-file.ts';
import { withoutSecrets } from '../../host/secrets.ts';
import type { Service } from '../../plan/manifest.ts';
import { fileNameOf, serviceKey } from '../../plan/service-key.ts';
import type { BuiltService } from '../built-service.ts';
import type { BuildFact } from '../facts.ts';
import { followBuild } from './build-stream.ts';
import { contextFiles, packContext } from './context.ts';
import { imageFingerprint, startFingerprint } from './image-fingerprint.ts';
import type { BuildArguments } from './image-fingerprint.ts';
import { imageVersions, VersionsFailure } from './image-versions.ts';

const LOG_TAIL_LINES = 20;

export interface ImageOptions {
  readonly engine: Engine;
  /** Marks the containers that are made on the way. */
  readonly run: string;
  /** Folder for logs and verdicts. */
  readonly cache: string;
  /** Of the user; they overrule those of the manifest. */
  readonly build_args: BuildArguments;
  readonly emit: (fact: BuildFact) => void;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
}

interface ImageFiles {
  readonly log_file: string;
  readonly verdict_file: string;
}

function filesOf(cache: string, { kind, name }: Service, build_id: string): ImageFiles {
  const folder = path.join(cache, 'images', kind, fileNameOf(name));
  makeFolder(folder);
  const base = path.join(folder, build_id);
  return { log_file: `${base}.log`, verdict_file: `${base}.verified.json` };
}

/** Its id; null: there is none. */
async function findImage(
  { docker }: Engine,
  { kind, name }: Service,
  build_id: string,
): Promise<string | null> {
  const label = [`${SERVICE_LABEL}=${serviceKey(kind, name)}`, `${FINGERPRINT_LABEL}=${build_id}`];
  const [image] = await docker.listImages({ filters: { label } });
  return image?.Id ?? null;
}

/** The engine's BuildKit, as Dockerfiles with cache mounts need it. */
function askBuild(
  { docker }: Engine,
  context: NodeJS.ReadableStream,
  query: Readonly<Record<string, string>>,
  abortSignal: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  const statusCodes = { 200: true, 400: 'bad request', 500: 'server error' };
  const options = { version: '2', ...query };
  const request = { path: '/build?', method: 'POST', file: context, options, isStream: true };
  return new Promise((resolve, reject) => {
    docker.modem.dial({ ...request, statusCodes, abortSignal }, (error, stream) => {
      if (error !== null) reject(error);
      else resolve(stream as NodeJS.ReadableStream);
    });
  });
}

/** Null: it has succeeded; else the reason. Throws Interrupted. */
async function build(
  service: Service,
  files: readonly string[],
  build_id: string,
  log_file: string,
  options: ImageOptions,
): Promise<string | null> {
  const { engine, signal, emit } = options;
  const { kind, name } = service;
  rmSync(log_file, { force: true });
  const log = openSync(log_file, 'a');
  try {
    const stream = await askBuild(
      engine,
      packContext(service, files),
      {
        t: imageName(kind, fileNameOf(name), build_id),
        labels: JSON.stringify({
          [SERVICE_LABEL]: serviceKey(kind, name),
          [FINGERPRINT_LABEL]: build_id,
        }),
        buildargs: JSON.stringify(argumentsOf(service, options)),
      },
      signal,
    );
    return await followBuild(stream, {
      onStep: (step) => {
        emit({ type: 'build-step', kind, service: name, step });
      },
      onText: (text) => writeSync(log, text),
    });
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    return engineText(error);
  } finally {
    closeSync(log);
  }
}

function argumentsOf(service: Service, { build_args }: ImageOptions): BuildArguments {
  const { build, docker } = service.manifest;
  return { ...build.env, ...docker.build_args, ...build_args };
}

/** Null: it could not be built, which has been emitted with the end of its log. Throws Interrupted. */
export async function buildImage(
  service: Service,
  options: ImageOptions,
): Promise<BuiltService | null> {
  const { engine, emit, signal } = options;
  const started = performance.now();
  const files = contextFiles(service);
  const build_id = imageFingerprint(service, files, argumentsOf(service, options));
  const { log_file, verdict_file } = filesOf(options.cache, service, build_id);
  const whose = { kind: service.kind, service: service.name };
  const fail = (reason: string): null => {
    const log_tail = withoutSecrets(lastLines(log_file, LOG_TAIL_LINES), process.env);
    emit({ type: 'build-failed', ...whose, reason, log_file, log_tail });
    return null;
  };
  if (signal.aborted) throw new Interrupted();
  const found = await findImage(engine, service, build_id);
  if (found === null) {
    emit({ type: 'build-started', ...whose, fingerprint: build_id, log_file });
    const reason = await build(service, files, build_id, log_file, options);
    if (reason !== null)
      return fail(`its image could not be built: ${reason}; mend this, or use --runtime process`);
  }
  const image = found ?? (await findImage(engine, service, build_id));
  if (image === null) return fail('the engine says it was built, but does not have the image');
  try {
    const versions = await imageVersions(service, image, options);
    const duration_ms = Math.round(performance.now() - started);
    const cached = found !== null;
    emit({
      type: 'build-finished',
      ...whose,
      fingerprint: build_id,
      binary: image,
      start: startFingerprint(service),
      cached,
      duration_ms,
      versions,
    });
    const { tty, writable } = service.manifest.docker;
    const program = { kind: 'image', image, entrypoint: null, tty, writable } as const;
    return { service, build_id, program, verdict_file, versions };
  } catch (error) {
    if (error instanceof VersionsFailure) return fail(error.message);
    throw error;
  }
}
