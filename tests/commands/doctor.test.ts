import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { doctorReportSchema } from '../../src/doctor/report.ts';
import type { DoctorReport } from '../../src/doctor/report.ts';
import { findTool } from '../../src/host/find-tool.ts';
import { fakeEngine } from '../helpers/fake-engine.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { writeService } from '../helpers/service-folder.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');

/** Where the user stands, with one service that lacks nothing and one that does. */
let work: string;

beforeEach(() => {
  work = tempFolder();
  const root = path.join(work, 'services');
  writeService(root, { name: 'fine', manifest: { requires: [{ tool: 'sh' }], tags: ['default'] } });
  writeService(root, { name: 'poor', manifest: { requires: [{ tool: 'no-such-tool' }] } });
});

function doctor(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return pairbench(['doctor', ...args], work, {
    PAIRBENCH_SERVICES: 'services',
    PAIRBENCH_CACHE_DIR: 'cache',
    PAIRBENCH_RUNTIME: 'auto',
    DOCKER_HOST: `unix://${path.join(work, 'none.sock')}`,
    ...env,
  });
}

function reportOf({ stdout }: Outcome): DoctorReport {
  return doctorReportSchema.parse(JSON.parse(stdout));
}

/** A folder that holds Node and the shell and nothing else, to be the whole PATH. */
function barePath(): string {
  const folder = tempFolder();
  symlinkSync(process.execPath, path.join(folder, 'node'));
  symlinkSync(findTool('sh') ?? '/bin/sh', path.join(folder, 'sh'));
  return folder;
}

describe('the doctor', () => {
  test('looks at the default services, and ends with 0 when nothing fails', async () => {
    const { exitCode, stdout, stderr } = await doctor([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^✓ ok {4}sh: .*, for fine$/m);
    expect(stdout).not.toContain('no-such-tool');
    expect(stdout).toMatch(/\n\d+ ok, \d+ warn, 0 fail\n$/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('looks at what is named, and ends with 3 when something fails', async () => {
    const { exitCode, stdout, stderr } = await doctor(['poor']);
    expect([exitCode, stderr]).toEqual([3, '']);
    expect(stdout).toContain('✗ fail  no-such-tool: not installed\n');
    expect(stdout).toMatch(/, 1 fail\n$/);
  });

  test('prints JSON of the published schema, with the same exit code', async () => {
    const outcome = await doctor(['*', '--json']);
    expect([outcome.exitCode, outcome.stderr]).toEqual([3, '']);
    const { services, counts, findings } = reportOf(outcome);
    expect(services).toEqual(['fine', 'poor']);
    expect(counts.ok + counts.warn + counts.fail).toBe(findings.length);
    expect(counts.fail).toBe(1);
    expect(findings.filter(({ status }) => status === 'fail')).toMatchObject([
      { group: 'services', id: 'tool:no-such-tool' },
    ]);
  });

  test('writes JSON into a file beside the lines', async () => {
    const { exitCode, stdout } = await doctor(['--json', 'doctor.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✓ ok ');
    const json: unknown = JSON.parse(readFileSync(path.join(work, 'doctor.json'), 'utf8'));
    expect(doctorReportSchema.parse(json).services).toEqual(['fine']);
  });

  test('looks at everything that bears on figures', async () => {
    const ids = reportOf(await doctor(['--json'])).findings.map(({ id }) => id);
    expect(ids).toEqual([
      'tool:sh',
      ...['own-tool:taskset', 'own-tool:setpriv', 'own-tool:npm'],
      ...['docker:runtime', 'docker:engine', 'docker:compose'],
      ...['cpu:topology', 'cpu:governor', 'cpu:cgroup', 'cpu:foreign', 'cpu:steal'],
      'limits:nofile',
      'network:time-wait',
      'sysctl:net.core.somaxconn',
      'sysctl:net.ipv4.tcp_max_syn_backlog',
      'sysctl:net.ipv4.ip_local_port_range',
      'sysctl:net.ipv4.tcp_tw_reuse',
      ...['disk:results', 'disk:cache'],
      ...['clock:source', 'clock:synchronised'],
    ]);
  });
});

describe('with nothing but Node and the shell on PATH', () => {
  test('each gap is told with what it costs', async () => {
    const outcome = await doctor(['--services', path.resolve('services'), '--json'], {
      PATH: barePath(),
    });
    expect([outcome.exitCode, outcome.stderr]).toEqual([3, '']);
    const statuses = new Map(reportOf(outcome).findings.map((one) => [one.id, one.status]));
    for (const id of ['go', 'python3', 'cargo', 'g++', 'cmake', 'cc'])
      expect([id, statuses.get(`tool:${id}`)]).toEqual([id, 'fail']);
    for (const id of ['own-tool:taskset', 'own-tool:setpriv', 'docker:engine', 'docker:compose'])
      expect([id, statuses.get(id)]).toEqual([id, 'warn']);
    expect(statuses.get('clock:synchronised')).toBe('warn');
  });

  test('the lines are whole', async () => {
    const { exitCode, stdout, stderr } = await doctor([], { PATH: barePath() });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^! warn {2}taskset: not found on PATH\n {8}costs: as processes server and client/m,
    );
  });
});

describe('where an engine answers', () => {
  const image = { Dockerfile: 'FROM scratch\n' };

  test('what only processes need does not fail', async () => {
    const { address } = await fakeEngine();
    const root = path.join(work, 'services');
    writeService(root, {
      name: 'boxed',
      manifest: { requires: [{ tool: 'no-such-tool' }] },
      files: image,
    });
    const outcome = await doctor(['boxed', '--json'], { DOCKER_HOST: address });
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    expect(reportOf(outcome).findings).toContainEqual(
      expect.objectContaining({ id: 'tool:no-such-tool', status: 'warn' }),
    );
    const asProcess = await doctor(['boxed', '--runtime', 'process'], { DOCKER_HOST: address });
    expect(asProcess.exitCode).toBe(3);
  });

  test('a service without a Dockerfile is none for containers', async () => {
    const { address } = await fakeEngine();
    const { stdout } = await doctor([], { DOCKER_HOST: address });
    expect(stdout).toContain('✓ ok    Services run in: processes (no Dockerfile: fine)\n');
  });
});

describe('what it cannot do', () => {
  test('containers without an engine', async () => {
    const { exitCode, stdout } = await doctor(['--runtime', 'docker']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^✗ fail {2}Docker engine: no Docker engine answers at$/m);
  });

  test('an unknown service is wrong input', async () => {
    const { exitCode, stdout, stderr } = await doctor(['fin']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('pairbench: services: no service matches "fin"\n  did you mean fine?\n');
  });

  test('a file that cannot be written is refused before the look', async () => {
    const { exitCode, stderr } = await doctor(['--json', 'none/x.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^pairbench: --json: none\/x\.json cannot be written: /);
  });

  test('an interruption ends it', async () => {
    const asked = path.join(work, 'asked');
    fakeTool('fakecc', `touch '${asked}'`);
    writeService(path.join(work, 'services'), {
      name: 'fake',
      manifest: { requires: [{ tool: 'fakecc' }] },
    });
    const command = [BIN, 'doctor', 'fake', '--services', 'services'];
    const tool = execa(process.execPath, command, { cwd: work, reject: false });
    await until('it looks at the tools', () => existsSync(asked));
    tool.kill('SIGINT');
    const { exitCode, stdout, stderr } = await tool;
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toContain('SIGINT: stopping');
  });
});

testWithDisk('a results folder on a disk that is read only fails', async () => {
  const disk = mountDisk('size=64k,ro');
  const outcome = await doctor(['-o', path.join(disk, 'results'), '--json']);
  expect(outcome.exitCode).toBe(3);
  expect(reportOf(outcome).findings).toContainEqual(
    expect.objectContaining({ id: 'disk:results', status: 'fail' }),
  );
});
