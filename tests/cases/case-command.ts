/** The command line of a case's run, for tests that start it in surroundings of their own. */
import path from 'node:path';
import { WITHOUT_LATENCY } from '../live/pairbench.ts';
import type { Work } from '../live/resume-rig.ts';

export const BIN = path.resolve('bin/pairbench.js');

/** Two servers and a client, measured once for a moment. */
export const TWO = [
  ...['-s', 'node-http,stub-server', '-k', 'node-undici', '--no-ceilings'],
  ...['-c', '2', '-n', '40', '-w', '50ms', '--rounds', '1'],
];

export const CASE_ENV = {
  ...WITHOUT_LATENCY,
  PAIRBENCH_RUNTIME: 'process',
  PAIRBENCH_TEST_MODULES: path.resolve('.'),
  CI: '',
};

/** Where its services, builds and results are. */
export function placesOf({ services, cache, results }: Work): string[] {
  return ['--services', services, '--cache-dir', cache, '-o', results];
}
