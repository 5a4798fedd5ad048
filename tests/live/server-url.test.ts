/** Servers that this test starts itself, measured by `--server-url`. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { identify, isRunning } from '../../src/host/process-table.ts';
import { unusedUrl } from '../../src/measure/conformance/scenarios/exits.ts';
import { startChild } from '../helpers/children.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { ContractServer } from '../measure/conformance/contract-server.ts';
import { pairbench, resultOf } from './pairbench.ts';
import { STUB_CACHE } from './resume-rig.ts';

const LIMIT_MS = 3 * 60_000;
const BIN = path.resolve('bin/pairbench.js');
const FIXTURES = path.resolve('tests/fixtures/services');
const MAIN = path.join(FIXTURES, 'servers', 'node-http', 'main.mjs');
const ENV = { PAIRBENCH_TEST_MODULES: path.resolve('.'), PAIRBENCH_RUNTIME: 'process' };

const argsOf = (...more: string[]): string[] => [
  ...['--services', FIXTURES, '--cache-dir', STUB_CACHE, '-k', 'node-undici', '--no-ceilings'],
  ...['-c', '4', '-w', '100ms', '--json', ...more],
];

async function run(
  ...more: string[]
): Promise<{ exitCode: number | undefined; result: RunResult }> {
  const outcome = await pairbench(argsOf('-d', '400ms', ...more), tempFolder(), ENV);
  return { exitCode: outcome.exitCode, result: resultOf(outcome) };
}

/** `port` 0: any. */
async function startNodeHttp(port = 0): Promise<{ url: string; port: number; pid: number }> {
  const { pid, line } = await startChild([process.execPath, MAIN], { PORT: String(port) });
  const listening = JSON.parse(await line()) as { port: number };
  return { url: `http://127.0.0.1:${listening.port}`, port: listening.port, pid };
}

function cellOf({ cells }: RunResult, server: string): Cell {
  const cell = cells.find((one) => one.server === server);
  if (cell === undefined) throw new Error(`there is no cell of ${server}`);
  return cell;
}

describe('a server that already runs', () => {
  it(
    'is measured like the others, and runs on',
    async () => {
      const { port, pid } = await startNodeHttp();
      const before = identify(pid);
      const url = `http://localhost:${port}`;
      const servers = ['-s', 'node-http', '--server-url', `mine=${url}`];
      const { exitCode, result } = await run(...servers, '--rounds', '2');
      expect(result.cells.flatMap(({ reasons }) => reasons)).toEqual([]);
      expect(exitCode).toBe(0);
      expect(result.cells.map(({ server }) => server)).toEqual(['node-http', 'mine']);
      const cell = cellOf(result, 'mine');
      expect(cell.checks.find(({ name }) => name === 'requests_match_server')?.ok).toBe(true);
      expect(cell.checks.find(({ name }) => name === 'connections_accepted')?.ok).toBe(true);
      expect(cell.cpu_us_per_request.server).toBeNull();
      expect(cell.absent['cpu_us_per_request.server']).toContain('--server-pid');
      expect(cellOf(result, 'node-http').cpu_us_per_request.server).toBeGreaterThan(0);
      expect(result.environment.services.find(({ name }) => name === 'mine')).toMatchObject({
        external: { url, process: null },
        build_id: null,
      });
      const notices = result.notices.filter((notice) => !notice.includes('were idle at times'));
      expect(notices).toEqual([
        expect.stringContaining(`mine (${url}) was not started by pairbench`),
        `mine: ${url} was looked up once; the tool and the clients used http://127.0.0.1:${port}`,
      ]);
      expect(before !== null && isRunning(before)).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'has CPU time and memory when its process is named',
    async () => {
      const { url, pid } = await startNodeHttp();
      const flags = ['--server-url', `mine=${url}`, '--server-pid', `mine=${pid}`];
      const { exitCode, result } = await run(...flags, '-s', 'mine', '--rounds', '1');
      const cell = cellOf(result, 'mine');
      expect([exitCode, cell.reasons]).toEqual([0, []]);
      expect(cell.cpu_us_per_request.server).toBeGreaterThan(0);
      expect(cell.cpu_utilisation.server).toBeGreaterThan(0);
      expect(cell.rss_bytes.server_peak).toBeGreaterThan(1e6);
      expect(cell.fds_peak.server).toBeGreaterThanOrEqual(4);
    },
    LIMIT_MS,
  );

  it(
    'is measured without /stats, its counts not checked, which is said',
    async () => {
      await using server = await ContractServer.start((right, { route }) =>
        route.endsWith(' /stats') ? { ...right, status: 404 } : right,
      );
      const flags = ['--server-url', `mine=${server.url}`, '-s', 'mine', '--rounds', '1'];
      const { exitCode, result } = await run(...flags);
      const cell = cellOf(result, 'mine');
      expect([exitCode, cell.status, cell.reasons]).toEqual([0, 'valid', []]);
      expect(cell.checks.filter(({ ok }) => ok === null).map(({ name }) => name)).toEqual([
        'requests_match_server',
        'connections_accepted',
      ]);
      expect(cell.absent['checks.requests_match_server']).toContain('no /stats');
      expect(result.notices.join(' ')).toContain('it has no /stats');
    },
    LIMIT_MS,
  );

  it(
    'runs on when the run is interrupted',
    async () => {
      const { url, pid } = await startNodeHttp();
      const before = identify(pid);
      const flags = ['--server-url', `mine=${url}`, '--server-pid', `mine=${pid}`, '-s', 'mine'];
      const args = [BIN, ...argsOf('-d', '60s', ...flags)];
      const tool = execa(process.execPath, args, { cwd: tempFolder(), env: ENV, reject: false });
      let seen = '';
      tool.stderr.on('data', (chunk: Buffer) => (seen += chunk.toString()));
      await until('it measures', () => seen.includes('measure  about'));
      tool.kill('SIGINT');
      expect((await tool).exitCode).toBe(130);
      expect(before !== null && isRunning(before)).toBe(true);
      expect((await fetch(`${url}/stats`)).status).toBe(200);
    },
    LIMIT_MS,
  );
});

describe('a server that is not what it should be', () => {
  it(
    'because nobody is there fails its cell, and the others are measured',
    async () => {
      const url = await unusedUrl('127.0.0.1');
      const servers = ['-s', 'node-http', '--server-url', `dead=${url}`];
      const { exitCode, result } = await run(...servers, '--rounds', '1');
      expect(exitCode).toBe(3);
      expect(result.counts).toMatchObject({ planned: 2, valid: 1, failed: 1 });
      expect(cellOf(result, 'dead').reasons).toEqual([
        `dead: ${url} cannot be reached: connect ECONNREFUSED ${url.slice('http://'.length)}`,
      ]);
    },
    LIMIT_MS,
  );

  it.each([
    ['greets everybody', 200, 'GET /stats was answered with what is not JSON: hello'],
    ['knows nothing', 404, 'an order was answered with 404 hello'],
  ])(
    'because it %s fails its cell, and the others are measured',
    async (_, status, reason) => {
      const decoy = createServer((asked, response) => {
        asked.resume();
        response.writeHead(status).end('hello');
      }).listen(0, '127.0.0.1');
      await once(decoy, 'listening');
      try {
        const url = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}`;
        const servers = ['-s', 'node-http', '--server-url', `decoy=${url}`];
        const { exitCode, result } = await run(...servers, '--rounds', '1');
        expect(exitCode).toBe(4);
        expect(result.counts).toMatchObject({ planned: 2, valid: 1, failed: 1 });
        expect(cellOf(result, 'decoy').reasons).toEqual([`decoy breaks the contract: ${reason}`]);
      } finally {
        decoy.closeAllConnections();
        decoy.close();
      }
    },
    LIMIT_MS,
  );
});

/** With this seed mine is the first in both rounds, so that another is measured between. */
const APART = ['--rounds', '2', '--seed', '1'];

describe('a server that is disturbed by somebody else', () => {
  it(
    'who restarts it between the rounds has failed, with the reason',
    async () => {
      const { url, port, pid } = await startNodeHttp();
      const servers = ['-s', 'node-http', '--server-url', `mine=${url}`];
      const args = [BIN, ...argsOf('-d', '2s', ...servers, ...APART)];
      const tool = execa(process.execPath, args, { cwd: tempFolder(), env: ENV, reject: false });
      let seen = '';
      tool.stderr.on('data', (chunk: Buffer) => (seen += chunk.toString()));
      await until('its first round is over', () => /round 1 {2}mine x/.test(seen));
      process.kill(pid, 'SIGKILL');
      const next = await startNodeHttp(port);
      const { exitCode, stdout } = await tool;
      expect(exitCode).toBe(3);
      const result = resultOf({ exitCode, stdout, stderr: seen });
      expect(cellOf(result, 'node-http').status).toBe('valid');
      const { status, rounds_measured, reasons } = cellOf(result, 'mine');
      expect({ status, rounds_measured }).toEqual({ status: 'failed', rounds_measured: 1 });
      // A busy machine has the window of round 1 measured again, in the middle of which the server was killed.
      expect(reasons.filter((reason) => !reason.startsWith('round 1: '))).toEqual([
        'round 2: the server failed: it was restarted, or several processes answer: ' +
          `/stats names pid ${next.pid}, before it was ${pid}`,
      ]);
    },
    LIMIT_MS,
  );

  it(
    'who sends orders too is invalid, with both counts',
    async () => {
      const { url } = await startNodeHttp();
      const order = {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"order_id":"x","symbol":"b","quantity":1,"price":2,"timestamp":3}',
      };
      const over = new AbortController();
      const others = (async () => {
        while (!over.signal.aborted) await (await fetch(`${url}/order`, order)).text();
      })();
      const flags = ['--server-url', `mine=${url}`, '-s', 'mine', '--rounds', '1'];
      const { exitCode, result } = await run(...flags);
      over.abort();
      await others;
      expect(exitCode).toBe(4);
      const cell = cellOf(result, 'mine');
      expect(cell.status).toBe('invalid');
      expect(cell.reasons.join()).toMatch(
        /round 1: the client counted [\d,]+ requests, the server/,
      );
      expect(cell.throughput_rps.estimate).toBeNull();
    },
    LIMIT_MS,
  );
});
