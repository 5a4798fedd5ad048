/** Builds one service, unless a build of the same fingerprint is at hand. */
import { writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { z } from 'zod';
import { makeFolder } from '../host/folders.ts';
import { Interrupted } from '../host/interrupted.ts';
import { lastLines, openLogFile } from '../host/log-file.ts';
import { OWNER_VARIABLE, ownOwner } from '../host/owner.ts';
import { plainEnvironment } from '../host/plain-environment.ts';
import { withoutSecrets } from '../host/secrets.ts';
import type { Service } from '../plan/manifest.ts';
import { buildFolder, forgetBuild, readMark, sharedCache, withBuildLock } from './cache.ts';
import type { BuildFolder } from './cache.ts';
import type { BuiltService, Program } from './built-service.ts';
import type { BuildFact } from './facts.ts';
import { fingerprint } from './fingerprint.ts';
import { knownHash } from './known-hash.ts';
import { failureOf, runCommand } from './run-command.ts';

export interface BuildOptions {
  /** Folder of the cache. */
  readonly cache: string;
  readonly emit: (fact: BuildFact) => void;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
}

const LOG_TAIL_LINES = 20;

class BuildFailure extends Error {}

function filledIn(text: string, out: string, cache: string): string {
  return text.replaceAll('{out}', out).replaceAll('{cache}', sharedCache(cache));
}

function fillIn(words: readonly string[], out: string, cache: string): string[] {
  return words.map((word) => filledIn(word, out, cache));
}

async function compile(
  service: Service,
  folder: BuildFolder,
  cache: string,
  signal: AbortSignal,
): Promise<void> {
  forgetBuild(folder);
  makeFolder(folder.out);
  makeFolder(sharedCache(cache));
  const [file = '', ...args] = fillIn(service.manifest.build.command, folder.out, cache);
  const { env = {} } = service.manifest.build;
  const log = await openLogFile(folder.log_file);
  try {
    const child = execa(file, args, {
      cwd: service.folder,
      env: {
        ...Object.fromEntries(
          Object.entries(env).map(([name, value]) => [name, filledIn(value, folder.out, cache)]),
        ),
        PAIRBENCH_OUT: folder.out,
        PAIRBENCH_CACHE: sharedCache(cache),
        [OWNER_VARIABLE]: ownOwner(),
      },
      stdin: 'ignore',
      stdout: log,
      stderr: log,
      reject: false,
      detached: true, // a group of its own, which an interruption ends as a whole
    });
    const endGroup = (): void => {
      const runs = child.exitCode === null && child.signalCode === null;
      if (runs && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    };
    signal.addEventListener('abort', endGroup, { once: true });
    if (signal.aborted) endGroup();
    const result = await child;
    signal.removeEventListener('abort', endGroup);
    if (signal.aborted) throw new Interrupted();
    if (result.failed)
      throw new BuildFailure(
        result.exitCode === undefined
          ? failureOf(result, '')
          : `"${[file, ...args].join(' ')}" ended with exit code ${result.exitCode}`,
      );
  } finally {
    log.destroy();
  }
}

async function readVersions(
  service: Service,
  out: string,
  cache: string,
): Promise<Record<string, string>> {
  const command = fillIn(service.manifest.versions.command, out, cache);
  const { exitCode, stdout, failure } = await runCommand(command, {
    cwd: service.folder,
    env: plainEnvironment(),
  });
  if (exitCode !== 0)
    throw new BuildFailure(`versions.command "${command.join(' ')}" failed: ${failure}`);
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
  } catch {
    throw new BuildFailure(
      `versions.command "${command.join(' ')}" did not print one JSON object of library to version`,
    );
  }
}

/** Null: the build failed, which has been emitted with the end of its log. Throws Interrupted. */
export async function buildService(
  service: Service,
  options: BuildOptions,
): Promise<BuiltService | null> {
  const { cache, emit } = options;
  const started = performance.now();
  const build_id = await fingerprint(service);
  if (options.signal.aborted) throw new Interrupted();
  const folder = buildFolder(cache, service, build_id);
  const whose = { kind: service.kind, service: service.name };
  const finish = (versions: Record<string, string>, cached: boolean): BuiltService => {
    const duration_ms = Math.round(performance.now() - started);
    emit({
      type: 'build-finished',
      ...whose,
      fingerprint: build_id,
      binary: knownHash(folder),
      cached,
      duration_ms,
      versions,
    });
    const words = fillIn(service.manifest.start.command, folder.out, cache);
    const program: Program = { kind: 'command', words, folder: service.folder };
    return { service, build_id, program, verdict_file: folder.verdict_file, versions };
  };
  return withBuildLock(folder, options.signal, async () => {
    const mark = readMark(folder);
    if (mark !== null) return finish(mark.versions, true);
    const log_file = folder.log_file;
    emit({ type: 'build-started', ...whose, fingerprint: build_id, log_file });
    try {
      await compile(service, folder, cache, options.signal);
      const versions = await readVersions(service, folder.out, cache);
      writeFileSync(folder.mark_file, JSON.stringify({ fingerprint: build_id, versions }));
      return finish(versions, false);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      const { message: reason } = error;
      emit({
        type: 'build-failed',
        ...whose,
        reason,
        log_file,
        log_tail: withoutSecrets(lastLines(log_file, LOG_TAIL_LINES), process.env),
      });
      return null;
    }
  });
}
