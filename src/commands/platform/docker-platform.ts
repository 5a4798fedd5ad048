/** Services in containers, built and run by an engine. */
import { prepareImages } from '../../build/image/prepare-images.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { readNofileLimits } from '../../host/machine.ts';
import { readTopology } from '../../host/topology.ts';
import { UserError } from '../../host/user-error.ts';
import { openDockerRuntime } from '../../runtime/docker/docker-runtime.ts';
import { NETWORKS } from '../../runtime/docker/network.ts';
import { openProcessRuntime } from '../../runtime/process/process-runtime.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { OptionValues } from '../option-values.ts';
import type { Session } from '../session.ts';
import { buildArguments } from './build-arguments.ts';
import { readEphemeralPorts } from './ephemeral-ports.ts';
import type { BuildingPlatform, PlatformUse } from './platform.ts';

/** Seen on 2 cores: containers take their time to be made, started and removed. */
const OVERHEAD = { block_ms: 900, cell_ms: 700 };

/** Open files that a container may have, where the host allows as many. */
const WANTED_NOFILE = 65_536;

const GIB = 2 ** 30;
const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

/** A limit for each side; by default both fit into the machine together. */
function memoryOf(values: OptionValues, engine: Engine): number {
  const given = values.sizeBytes('docker-memory');
  if (given === undefined) return Math.floor(engine.memory_bytes / 2);
  if (given > engine.memory_bytes)
    throw new UserError(
      `--docker-memory: ${gib(given)} is more than the engine's machine has, ${gib(engine.memory_bytes)}`,
      'choose less, or leave it out',
    );
  return given;
}

/** An earlier run may have had the other runtime. */
async function sweepBoth(runtime: Runtime): Promise<string[]> {
  return [...(await openProcessRuntime().sweepLeftovers()), ...(await runtime.sweepLeftovers())];
}

export function dockerPlatform(
  session: Session,
  engine: Engine,
  use: PlatformUse,
): BuildingPlatform {
  const { values } = session;
  const network = values.choice('docker-network', NETWORKS) ?? 'host';
  const memory_bytes = memoryOf(values, engine);
  const build_args = buildArguments(values);
  const hard = readNofileLimits().hard ?? WANTED_NOFILE;
  const nofile = Math.min(WANTED_NOFILE, hard);
  const runtime = openDockerRuntime(engine, { ...use, network, limits: { memory_bytes, nofile } });
  return {
    runtime: { ...runtime, sweepLeftovers: () => sweepBoth(runtime) },
    about: `docker (engine ${engine.version} at ${engine.address}, ${network} network)`,
    machine: {
      topology: readTopology(),
      pinning_lacks: engine.can_pin ? null : 'the cpuset controller of the engine',
      nofile_hard: nofile,
      ephemeral_ports: readEphemeralPorts(session),
      overhead: OVERHEAD,
    },
    options: {
      'docker-network': network,
      'docker-memory': `${Math.floor(memory_bytes / 2 ** 10)}k`,
    },
    notices:
      nofile < WANTED_NOFILE
        ? [`a container may open ${nofile} files, not ${WANTED_NOFILE}: the limit of this host`]
        : [],
    prepare: (services, emit) =>
      prepareImages(services, {
        engine,
        run: use.run,
        cache: session.cache,
        build_args,
        emit,
        signal: session.signal,
      }),
  };
}
