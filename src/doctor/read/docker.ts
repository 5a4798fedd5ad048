/** Asks for the container engine, as a run does, and for Compose, in both of its spellings. */
import { runCommand } from '../../build/run-command.ts';
import { connectEngine } from '../../host/docker/engine.ts';
import { EngineFault } from '../../host/docker/engine-fault.ts';
import { findTool } from '../../host/find-tool.ts';
import type { DockerFacts, EngineFacts } from '../facts.ts';

const PATIENCE_MS = 10_000;

async function readEngine(env: NodeJS.ProcessEnv): Promise<EngineFacts> {
  try {
    const { version, address, can_pin } = await connectEngine(env);
    return { answers: true, version, address, can_pin };
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    return { answers: false, reason: error.message, hint: error.hint };
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

export async function readDocker(env: NodeJS.ProcessEnv): Promise<DockerFacts> {
  const [engine, compose] = await Promise.all([readEngine(env), readCompose()]);
  return { command: findTool('docker') !== null, engine, compose };
}
