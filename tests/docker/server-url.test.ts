/** Clients in containers against a server on this machine that already runs. */
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startChild } from '../helpers/children.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const LIMIT_MS = 10 * 60_000;
const FIXTURES = path.resolve('tests/fixtures/services');
const MAIN = path.join(FIXTURES, 'servers', 'node-http', 'main.mjs');

async function startNodeHttp(host: string): Promise<{ port: number; pid: number }> {
  const env = { HOST: host, PORT: '0' };
  const { pid, line } = await startChild([process.execPath, MAIN], env);
  const { port } = JSON.parse(await line()) as { port: number };
  return { port, pid };
}

function run(url: string, ...more: string[]): Promise<Outcome> {
  const work = tempFolder();
  return pairbench(
    [
      ...['--runtime', 'docker', '--services', FIXTURES, '--cache-dir', path.join(work, 'cache')],
      ...['-k', 'node-undici', '-s', 'mine', '--server-url', `mine=${url}`],
      ...['-c', '4', '-w', '100ms', '-d', '500ms', '--rounds', '1', '--json', ...more],
    ],
    work,
  );
}

/** An address of this machine that is no loopback; null: it has none. */
function outerAddress(): string | null {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? null;
}

describe('with clients in containers, a server that already runs', () => {
  it(
    'is measured on the network of the host',
    async () => {
      const { port, pid } = await startNodeHttp('127.0.0.1');
      const outcome = await run(`http://127.0.0.1:${port}`, '--server-pid', `mine=${pid}`);
      const [cell] = resultOf(outcome).cells;
      expect(cell?.reasons).toEqual([]);
      expect(cell?.cpu_us_per_request.server).toBeGreaterThan(0);
      expect(outcome.exitCode).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    'is measured from a bridge at another address of the machine',
    async () => {
      const address = outerAddress();
      if (address === null) throw new Error('this machine has no address but its loopback');
      const { port } = await startNodeHttp('0.0.0.0');
      const outcome = await run(`http://${address}:${port}`, '--docker-network', 'bridge');
      expect(resultOf(outcome).cells[0]?.reasons).toEqual([]);
      expect(outcome.exitCode).toBe(0);
    },
    LIMIT_MS,
  );

  it.each(['http://127.0.0.1:8000', 'http://localhost:8000'])(
    'at %s is refused on a bridge',
    async (url) => {
      const { exitCode, stdout, stderr } = await run(url, '--docker-network', 'bridge');
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^pairbench: --server-url: mine \(http:.*\) is on the loopback of this machine, .*\n {2}use --docker-network host, .*\n$/,
      );
    },
    LIMIT_MS,
  );
});
