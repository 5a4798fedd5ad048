/** Every probe by its name. */
import { readNofileLimits } from '../../src/host/machine.ts';
import { SPARE_FDS } from '../../src/plan/plan.ts';
import { grpc, http2 } from './http2.ts';
import type { Probe, ProbeName } from './probe.ts';
import { pypy } from './python.ts';

/** A limit that is not reached changes no figure. */
const openFiles: Probe = {
  needs: [],
  reason: () => {
    const { hard } = readNofileLimits();
    return Promise.resolve(
      hard === null
        ? `a process may open any number of files here, and needs one for each connection and ${SPARE_FDS} more`
        : `a limit changes no figure before it is reached, and services have the hard limit of this ` +
            `machine, ${hard} files, of which each connection needs one and ${SPARE_FDS} are spare`,
    );
  },
};

export const PROBES: Readonly<Record<ProbeName, Probe>> = {
  ...{ pypy, http2, grpc },
  'open-files': openFiles,
};
