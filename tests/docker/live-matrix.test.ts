/** The matrix on containers, end to end. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { resultOf } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';
import { addService } from './live-services.ts';
import { FIXTURES, leftBy, LIMIT_MS, liveFolder } from './live.ts';

const live = liveFolder();
const SHORT = ['--rounds', '1', '-d', '500ms', '-w', '200ms', '-c', '16', '--json'];
const PAIR = ['--services', FIXTURES, '-s', 'node-http', '-k', 'node-undici'];

function faultyCells({ cells }: RunResult): unknown[] {
  return cells
    .filter(({ status }) => status !== 'valid')
    .map(({ server, client, reasons }) => ({ server, client, reasons }));
}

describe('the default matrix in containers', () => {
  let pid: number;
  let outcome: Outcome;
  let result: RunResult;

  beforeAll(async () => {
    const tool = live.start(SHORT);
    pid = tool.pid;
    outcome = await tool.ended;
    result = resultOf(outcome);
  }, 3 * LIMIT_MS);

  it('ends with nine valid cells and exit code 0', () => {
    expect(faultyCells(result)).toEqual([]);
    expect(result.counts).toMatchObject({ planned: 9, valid: 9 });
    expect(outcome.exitCode).toBe(0);
  });

  it('names the runtime in its first line and in the result', () => {
    const about = /^runtime {2}(docker \(engine \S+ at \S+, host network\))$/.exec(
      outcome.stderr.split('\n')[0] ?? '',
    );
    expect(result.environment.runtime_about).toBe(about?.[1]);
    expect(result.runtime).toBe('docker');
  });

  it('knows the CPU, memory and open files of both sides, and the count of the server', () => {
    for (const { cpu_us_per_request, rss_bytes, fds_peak, connections_opened } of result.cells) {
      expect(cpu_us_per_request.client).toBeGreaterThan(0);
      expect(cpu_us_per_request.server).toBeGreaterThan(0);
      expect(rss_bytes.client_peak).toBeGreaterThan(1_000_000);
      expect(rss_bytes.server_peak).toBeGreaterThan(1_000_000);
      expect(fds_peak.server).toBeGreaterThanOrEqual(16);
      expect(connections_opened).toBe(16);
    }
  });

  it('names the versions of all libraries', () => {
    for (const { versions } of result.environment.services)
      expect(Object.keys(versions)).not.toEqual([]);
  });

  it('leaves no container', async () => {
    expect(await leftBy(pid)).toEqual([]);
  });
});

describe('a bridge', () => {
  it(
    'is made for the run, which is valid on it, and is gone afterwards',
    async () => {
      const tool = live.start([...PAIR, ...SHORT, '--docker-network', 'bridge', '-v']);
      await tool.said('ready after');
      expect(await leftBy(tool.pid)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^pairbench-\d{4}-/)]),
      );
      const outcome = await tool.ended;
      expect(faultyCells(resultOf(outcome))).toEqual([]);
      expect(outcome.exitCode).toBe(0);
      expect(outcome.stderr).toContain('bridge network)');
      expect(await leftBy(tool.pid)).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('what cannot be done', () => {
  it('is refused before any build: a CPU that the machine does not have', async () => {
    const tool = live.start([...PAIR, '--pin', '0:999']);
    const { exitCode, stderr } = await tool.ended;
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--pin: CPU 999 of the client set is not available');
    expect(tool.entries()).toEqual([]);
  });

  it('is refused before any build: more memory than the machine has', async () => {
    const tool = live.start([...PAIR, '--docker-memory', '900000g']);
    const { exitCode, stderr } = await tool.ended;
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--docker-memory: 900000.0 GiB is more than the engine's machine has");
    expect(tool.entries()).toEqual([]);
  });

  it('is said in one sentence: no engine answers', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const { exitCode, stderr } = await live.start(PAIR, env).ended;
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      'pairbench: no Docker engine answers at unix:///nowhere.sock (ENOENT)\n' +
        '  start one (sudo systemctl start docker) or set DOCKER_HOST, or use --runtime process\n',
    );
  });

  it(
    'is said with the end of the log: a build that fails',
    async () => {
      const services = path.join(live.folder, 'services');
      const broken = { dockerfile: 'USER root\nRUN echo "no such compiler" >&2; exit 9\n' };
      addService(services, 'server', 'node-http', 'broken', broken);
      addService(services, 'client', 'node-undici', 'node-undici', {});
      const args = ['--services', services, '-s', 'broken', '-k', 'node-undici', ...SHORT];
      const { exitCode, stdout, stderr } = await live.start(args).ended;
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(
        /^FAILED {3}build of broken: its image could not be built: .* exit code: 9; mend this, or use --runtime process$/m,
      );
      expect(stderr).toMatch(/^ {4}\| .*no such compiler$/m);
      expect(JSON.parse(stdout)).toMatchObject({ cells: [{ status: 'failed' }] });
    },
    LIMIT_MS,
  );
});
