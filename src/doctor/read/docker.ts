/** Asks for the Docker engine and for Compose, in both of its spellings. */
import { existsSync } from 'node:fs';
import { Client } from 'undici';
import { z } from 'zod';
import { runCommand } from '../../build/run-command.ts';
import { findTool } from '../../host/find-tool.ts';
import { errorText } from '../../host/user-error.ts';
import type { DockerFacts, EngineFacts } from '../facts.ts';

/** An engine on another machine may never answer. */
const PATIENCE_MS = 10_000;
const DEFAULT_SOCKET = '/var/run/docker.sock';

const versionAnswerSchema = z.object({ Version: z.string() });

async function engineByCommand(): Promise<EngineFacts> {
  const command = ['docker', 'version', '--format', '{{.Server.Version}}'];
  const { exitCode, stdout, failure } = await runCommand(command, { timeout_ms: PATIENCE_MS });
  const version = stdout.trim();
  if (exitCode === 0 && version !== '') return { state: 'answers', version };
  return { state: 'silent', reason: failure };
}

/** The same question without the command: the engine answers HTTP on a socket. */
async function engineBySocket(socketPath: string): Promise<EngineFacts> {
  if (!existsSync(socketPath)) return { state: 'absent' };
  const client = new Client('http://docker', {
    socketPath,
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
  });
  try {
    const { body } = await client.request({ method: 'GET', path: '/version' });
    const { Version: version } = versionAnswerSchema.parse(await body.json());
    return { state: 'answers', version };
  } catch (error) {
    return { state: 'silent', reason: errorText(error) };
  } finally {
    await client.destroy();
  }
}

/** Compose 2 is a plugin of `docker`; the older 1.x, and some packages of 2, are a command of their own. */
async function readCompose(): Promise<DockerFacts['compose']> {
  for (const words of [['docker', 'compose'], ['docker-compose']]) {
    const [file = ''] = words;
    if (findTool(file) === null) continue;
    const command = [...words, 'version', '--short'];
    const { exitCode, stdout } = await runCommand(command, { timeout_ms: PATIENCE_MS });
    const version = /^v?(\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
    if (exitCode === 0 && version !== undefined) return { spelling: words.join(' '), version };
  }
  return null;
}

function socketOf(env: NodeJS.ProcessEnv): string {
  return /^unix:\/\/(.+)$/.exec(env.DOCKER_HOST ?? '')?.[1] ?? DEFAULT_SOCKET;
}

export async function readDocker(env: NodeJS.ProcessEnv): Promise<DockerFacts> {
  const command = findTool('docker') !== null;
  const [engine, compose] = await Promise.all([
    command ? engineByCommand() : engineBySocket(socketOf(env)),
    readCompose(),
  ]);
  return { command, engine, compose };
}
