/** One container from its creation to its removal: attached before it starts, its end explained. */
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';
import { engineStatus, engineText } from './engine.ts';
import type { OutputSinks } from './frames.ts';
import { removeContainer } from './leftovers.ts';
import { attachOutput } from './output.ts';

/** How long an engine may take to deliver the rest of the output of a container that has ended. */
const OUTPUT_LIMIT_MS = 5000;

export interface ContainerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Memory ran out, it was restarted, the engine is gone: one clause, or null. */
  readonly note: string | null;
}

export interface StartedContainer {
  readonly id: string;
  /** In the pid namespace of the engine. */
  readonly pid: number;
  /** In networks of the engine; null: it has the host's. */
  readonly ip_address: string | null;
  /** Never rejects. */
  readonly exited: Promise<ContainerExit>;
  /** Resolves after its end, when all output was delivered; never rejects. */
  readonly drained: Promise<void>;
  /** False: it has ended already. */
  kill(signal: NodeJS.Signals): Promise<boolean>;
  remove(): Promise<void>;
}

const SIGNALS = new Map(Object.entries(os.constants.signals).map(([name, n]) => [n, name]));

/** A main process that was ended by signal N gives 128 + N, by its init or by the engine. */
function exitOf(status: number, note: string | null): ContainerExit {
  const signal = status > 128 ? (SIGNALS.get(status - 128) ?? null) : null;
  return signal === null ? { code: status, signal, note } : { code: null, signal, note };
}

async function noteOn(container: Docker.Container, started_at: string): Promise<string | null> {
  const { State, HostConfig } = await container.inspect();
  if (State.OOMKilled)
    return `it ran out of memory, its limit is ${Math.round((HostConfig.Memory ?? 0) / 2 ** 20)} MiB`;
  if (State.StartedAt !== started_at) return 'somebody has restarted the container';
  return State.Error === '' ? null : State.Error;
}

async function waitForExit(
  container: Docker.Container,
  started_at: string,
): Promise<ContainerExit> {
  let status: number | null = null;
  try {
    // Asked once it runs, so this also answers for one that has ended in between.
    ({ StatusCode: status } = (await container.wait({ condition: 'not-running' })) as {
      StatusCode: number;
    });
    return exitOf(status, await noteOn(container, started_at));
  } catch (error) {
    if (status !== null && engineStatus(error) === 404)
      return exitOf(status, 'somebody has removed the container');
    return { code: status, signal: null, note: `the engine said: ${engineText(error)}` };
  }
}

function addressOf({ NetworkSettings }: Docker.ContainerInspectInfo): string | null {
  const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
  return addresses.find((address) => address !== '') ?? null;
}

/** Throws what the engine says when it cannot be created or started; nothing is left of it then. */
export async function startContainer(
  engine: Engine,
  options: Docker.ContainerCreateOptions,
  sinks: OutputSinks,
): Promise<StartedContainer> {
  const container = await engine.docker.createContainer(options);
  const { id } = container;
  try {
    const output = await attachOutput(
      container,
      sinks,
      options.Tty === true ? 'terminal' : 'framed',
    );
    await container.start();
    const facts = await container.inspect();
    const exited = waitForExit(container, facts.State.StartedAt);
    const late = exited
      .then(() => delay(OUTPUT_LIMIT_MS, undefined, { ref: false }))
      .then(output.cut);
    return {
      id,
      pid: facts.State.Pid,
      ip_address: addressOf(facts),
      exited,
      drained: Promise.race([exited.then(() => output.ended), late]),
      kill: (signal) => sendSignal(container, signal),
      remove: () => removeContainer(engine, id),
    };
  } catch (error) {
    await removeContainer(engine, id);
    throw error;
  }
}

async function sendSignal(container: Docker.Container, signal: NodeJS.Signals): Promise<boolean> {
  try {
    await container.kill({ signal });
    return true;
  } catch (error) {
    if (engineStatus(error) === 404 || engineStatus(error) === 409) return false;
    throw error;
  }
}
