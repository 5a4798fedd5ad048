/** Containers of others: tests/docker/cases/A24-cleanup-takes-only-its-own-containers.test.ts. */
import { describe, expect, it } from '@jest/globals';
import { ownOwner } from '../../src/host/owner.ts';
import { identify, isRunning } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import { CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';

/** A process that is gone: the mark of a run that was killed. */
const DEAD_OWNER = '4194303.1';

function server(env: Readonly<Record<string, string>>) {
  const script = `import http.server
server = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
print('up', flush=True)
server.serve_forever()`;
  return startChild(['python3', '-c', script], env);
}

describe.each([
  ['clean', (): readonly string[] => ['clean', '--cache-dir', tempFolder()]],
  ['a run', (): readonly string[] => ['run', ...TWO, ...placesOf(caseFolder())]],
])('%s', (_, words) => {
  it(
    'ends what a dead run has left, and no process of anybody else',
    async () => {
      const foreign = await Promise.all(
        [
          {},
          { PAIRBENCH_OWNER: 'me' },
          { PAIRBENCH_OWNER: '' },
          { PAIRBENCH_OWNER: `${process.pid}` },
          { PAIRBENCH_OWNER: ownOwner() },
          { PAIRBENCH_TOKEN: 'abc', PAIRBENCH_RUN: DEAD_OWNER },
          { MY_PAIRBENCH_OWNER: DEAD_OWNER, X: `PAIRBENCH_OWNER=${DEAD_OWNER}` },
        ].map(server),
      );
      const left = await server({ PAIRBENCH_OWNER: DEAD_OWNER });
      const all = [...foreign, left];
      await Promise.all(all.map((child) => child.line()));
      const identities = all.map(({ pid }) => identify(pid) ?? { pid, start_ticks: '' });
      const { exitCode } = await pairbench(words(), tempFolder(), CASE_ENV);
      expect(exitCode).toBe(0);
      expect(identities.map(isRunning)).toEqual([...foreign.map(() => true), false]);
    },
    LIMIT_MS,
  );
});
