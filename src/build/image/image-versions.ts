/** Asks an image for the versions of its libraries, in a container without network that ends at once. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { startContainer } from '../../host/docker/container.ts';
import type { ContainerExit } from '../../host/docker/container.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { engineText } from '../../host/docker/engine.ts';
import { ownLabels, SERVICE_LABEL } from '../../host/docker/labels.ts';
import { Interrupted, unlessInterrupted } from '../../host/interrupted.ts';
import type { Service } from '../../plan/manifest.ts';
import { fileNameOf } from '../../plan/service-key.ts';

/** Where an image has the output of the build, `{out}` of the manifest. */
const OUT = '/app';

/** As long as the command may take outside a container. */
const LIMIT_MS = 30_000;

export class VersionsFailure extends Error {}

export interface VersionsOptions {
  readonly engine: Engine;
  /** Marks the container. */
  readonly run: string;
  readonly signal: AbortSignal;
}

async function ask(
  service: Service,
  image: string,
  command: readonly string[],
  { engine, run, signal }: VersionsOptions,
): Promise<{ exit: ContainerExit; stdout: string; stderr: string }> {
  const text: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  const id = randomBytes(6).toString('hex');
  const container = await startContainer(
    engine,
    {
      name: `pairbench-versions-${fileNameOf(service.name)}-${id}`,
      Image: image,
      Entrypoint: [...command],
      Cmd: [],
      Healthcheck: { Test: ['NONE'] },
      Labels: { ...ownLabels(run), [SERVICE_LABEL]: service.name },
      HostConfig: {
        NetworkMode: 'none',
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Init: true,
      },
    },
    {
      stdout: (chunk) => text.stdout.push(chunk),
      stderr: (chunk) => text.stderr.push(chunk),
    },
  );
  try {
    const late = delay(LIMIT_MS, 'late', { ref: false });
    const outcome = Promise.race([container.drained, late]);
    if ((await unlessInterrupted(signal, outcome)) === 'late')
      throw new Error(`it did not end within ${LIMIT_MS / 1000} s`);
    const exit = await container.exited;
    const [stdout = '', stderr = ''] = [text.stdout, text.stderr].map((chunks) =>
      Buffer.concat(chunks).toString('utf8'),
    );
    return { exit, stdout, stderr };
  } finally {
    await container.remove();
  }
}

function lastWords({ exit, stderr }: { exit: ContainerExit; stderr: string }): string {
  const { code, signal, note } = exit;
  const printed = stderr.trim().split('\n').at(-1) ?? '';
  if (printed !== '') return printed;
  return note ?? (signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`);
}

/**
 * By library. Throws a VersionsFailure when the command of the manifest fails or prints something else,
 * and Interrupted.
 */
export async function imageVersions(
  service: Service,
  image: string,
  options: VersionsOptions,
): Promise<Record<string, string>> {
  const words = service.manifest.versions.command.map((word) => word.replaceAll('{out}', OUT));
  const named = `versions.command "${words.join(' ')}" in its image`;
  const answer = await ask(service, image, words, options).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    throw new VersionsFailure(`${named} failed: ${engineText(error)}`);
  });
  if (answer.exit.code !== 0) throw new VersionsFailure(`${named} failed: ${lastWords(answer)}`);
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(answer.stdout));
  } catch {
    throw new VersionsFailure(`${named} did not print one JSON object of library to version`);
  }
}
