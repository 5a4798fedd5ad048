/** Services as local processes, built by the toolchains of this machine. */
import { prepareServices } from '../../build/prepare.ts';
import { findTool } from '../../host/find-tool.ts';
import { readNofileLimits } from '../../host/machine.ts';
import { readTopology } from '../../host/topology.ts';
import { openProcessRuntime } from '../../runtime/process/process-runtime.ts';
import { prepareOptions } from '../session.ts';
import type { Session } from '../session.ts';
import { readEphemeralPorts } from './ephemeral-ports.ts';
import type { BuildingPlatform } from './platform.ts';

/** Seen on 2 cores: starting, identifying and stopping a server; starting and ending a client. */
const OVERHEAD = { block_ms: 500, cell_ms: 100 };

export function processPlatform(session: Session, why: string): BuildingPlatform {
  return {
    runtime: openProcessRuntime(),
    about: `process (${why})`,
    machine: {
      topology: readTopology(),
      pinning_lacks: findTool('taskset') === null ? 'taskset (util-linux)' : null,
      nofile_hard: readNofileLimits().hard,
      ephemeral_ports: readEphemeralPorts(session),
      overhead: OVERHEAD,
    },
    options: {},
    notices: [],
    prepare: (services, emit) => prepareServices(services, prepareOptions(session, emit)),
  };
}
