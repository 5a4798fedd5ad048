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

/** What an engine ends containers by; that it restarts or removes one shows a moment later. */
const ENGINE_SIGNALS = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGQUIT'];
const AFTERMATH_LIMIT_MS = 1000;
const AFTERMATH_POLL_MS = 20;

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

/** By number. Of two names the first one counts, as Node has it: SIGABRT, not SIGIOT. */
const SIGNALS = new Map(
  Object.entries(os.constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
);

/** A main process that was ended by signal N gives 128 + N, by its init or by the engine. */
function exitOf(status: number, note: string | null): ContainerExit {
  const signal = status > 128 ? (SIGNALS.get(status - 128) ?? null) : null;
  return signal === null ? { code: status, signal, note } : { code: null, signal, note };
}

const REMOVED = 'somebody has removed the container';

async function noteOn(container: Docker.Container, started_at: string): Promise<string | null> {
  try {
    const { State, HostConfig } = await container.inspect();
    if (State.OOMKilled)
      return `it ran out of memory, its limit is ${Math.round((HostConfig.Memory ?? 0) / 2 ** 20)} MiB`;
    if (State.StartedAt !== started_at) return 'somebody has restarted the container';
    return State.Error === '' ? null : State.Error;
  } catch (error) {
    if (engineStatus(error) === 404) return REMOVED;
    throw error;
  }
}

/** Null: nothing more has come to light in time, or the end was ours after all. */
async function aftermath(
  container: Docker.Container,
  started_at: string,
  isAskedFor: () => boolean,
): Promise<string | null> {
  const deadline = performance.now() + AFTERMATH_LIMIT_MS;
  while (!isAskedFor() && performance.now() < deadline) {
    const note = await noteOn(container, started_at);
    if (note !== null) return note;
    await delay(AFTERMATH_POLL_MS);
  }
  return null;
}

async function waitForExit(
  container: Docker.Container,
  started_at: string,
  isAskedFor: () => boolean,
): Promise<ContainerExit> {
  let status: number | null = null;
  try {
    // Asked once it runs, so this also answers for one that has ended in between.
    ({ StatusCode: status } = (await container.wait({ condition: 'not-running' })) as {
      StatusCode: number;
    });
    const exit = exitOf(status, await noteOn(container, started_at));
    if (exit.note !== null || !ENGINE_SIGNALS.includes(exit.signal ?? '')) return exit;
    return { ...exit, note: await aftermath(container, started_at, isAskedFor) };
  } catch (error) {
    const note = engineStatus(error) === 404 ? REMOVED : `the engine said: ${engineText(error)}`;
    return { code: status, signal: null, note };
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
    let isAskedFor = false;
    const exited = waitForExit(container, facts.State.StartedAt, () => isAskedFor);
    const late = exited
      .then(() => delay(OUTPUT_LIMIT_MS, undefined, { ref: false }))
      .then(output.cut);
    return {
      id,
      pid: facts.State.Pid,
      ip_address: addressOf(facts),
      exited,
      drained: Promise.race([exited.then(() => output.ended), late]),
      kill: (signal) => {
        isAskedFor = true;
        return sendSignal(container, signal);
      },
      remove: () => {
        isAskedFor = true;
        return removeContainer(engine, id);
      },
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
