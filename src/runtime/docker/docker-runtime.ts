/** The runtime that needs an engine and no toolchains: services are containers. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StartedContainer } from '../../host/docker/container.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { removeRun, sweepEngine } from '../../host/docker/leftovers.ts';
import type { OutputForm } from '../../host/docker/output.ts';
import { LaunchError } from '../runtime.ts';
import type { Launch, Running, RunningClient, RunningServer, Runtime } from '../runtime.ts';
import type { ContainerLimits } from './create-options.ts';
import { Launcher } from './launcher.ts';
import { openNetwork } from './network.ts';
import type { NetworkKind, ServiceNetwork } from './network.ts';
import { clientOutput, serverOutput } from './service-output.ts';
import type { ServiceOutput } from './service-output.ts';
import { stopContainer } from './stop.ts';
import { usageReader } from './usage.ts';

export interface DockerOptions {
  /** Marks all that is made. */
  readonly run: string;
  readonly network: NetworkKind;
  readonly limits: ContainerLimits;
  /** Something that a reader of the result should know. */
  readonly onNotice: (message: string) => void;
}

function formOf({ program }: Launch): OutputForm {
  return program.kind === 'image' && program.tty ? 'terminal' : 'framed';
}

/** What both sides have in common. */
function running(engine: Engine, container: StartedContainer, output: ServiceOutput): Running {
  let ending: Promise<string> | null = null;
  const end = async (): Promise<string> => {
    const how = await stopContainer(container);
    output.close();
    return how;
  };
  return {
    instance: `container ${container.id.slice(0, 12)}`,
    exited: container.exited,
    log_file: output.log.file,
    usage: usageReader(engine, container),
    logTail: () => output.log.tail(),
    stop: () => (ending ??= end()),
  };
}

/** Opens nothing yet: a bridge is made when it is first needed. */
export function openDockerRuntime(engine: Engine, options: DockerOptions): Runtime {
  let opened: Promise<ServiceNetwork> | null = null;
  let isClosed = false;
  const launcher = new Launcher(engine, options);

  async function network(): Promise<ServiceNetwork> {
    if (opened === null && isClosed) throw new LaunchError('the run has been ended');
    return (opened ??= openNetwork(engine, options.network, options.run));
  }

  async function close(): Promise<void> {
    isClosed = true;
    await launcher.close();
    if (opened === null || options.network === 'host') return;
    // One that was just being made has its marks now.
    await Promise.allSettled([opened]);
    await removeRun(engine, options.run);
  }

  async function start(launch: Launch, output: ServiceOutput): Promise<StartedContainer> {
    try {
      const { name } = await network();
      return await launcher.start(launch, name, output.sinks);
    } catch (error) {
      output.close();
      throw error;
    }
  }

  return {
    name: 'docker',
    reach: async () => (await network()).reach,
    sweepLeftovers: () => sweepEngine(engine),
    startServer: async (launch): Promise<RunningServer> => {
      const output = serverOutput(launch.log_base, formOf(launch));
      const container = await start(launch, output);
      const ended = container.drained.then(() => {
        output.finish();
        return null;
      });
      return {
        ...running(engine, container, output),
        host: container.ip_address ?? '127.0.0.1',
        firstLine: (timeout_ms) => {
          const silent = delay(timeout_ms, null, { ref: false });
          return Promise.race([output.first_line, ended, silent]);
        },
      };
    },
    startClient: async (launch, onLine): Promise<RunningClient> => {
      const output = clientOutput(launch.log_base, onLine, formOf(launch));
      const container = await start(launch, output);
      return {
        ...running(engine, container, output),
        drained: container.drained.then(() => {
          output.finish();
        }),
      };
    },
    close,
    killAll: close,
  };
}
