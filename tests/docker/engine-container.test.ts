/** Containers on a real engine: what they use, how they end, and what happens to them from outside. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { startContainer } from '../../src/host/docker/container.ts';
import { ownLabels } from '../../src/host/docker/labels.ts';
import { removeContainer, removeRun } from '../../src/host/docker/leftovers.ts';
import { findCgroup } from '../../src/runtime/docker/cgroup.ts';
import { openDockerRuntime } from '../../src/runtime/docker/docker-runtime.ts';
import { openNetwork } from '../../src/runtime/docker/network.ts';
import { askStats } from '../../src/runtime/docker/stats.ts';
import { cleanEngine, engine, IMAGE, launchNode, LIMIT_MS, RUN, startNode } from './containers.ts';

cleanEngine();

const FOREVER = `process.stdout.write('ready\\n'); setInterval(() => {}, 1000);`;

describe('CPU time', () => {
  const BURNT_S = 5;
  const HELD_BYTES = 2 ** 25;
  const BURN = `
    globalThis.held = Buffer.alloc(${HELD_BYTES}, 1);
    const spent_us = () => { const { user, system } = process.cpuUsage(); return user + system; };
    while (spent_us() < ${BURNT_S * 1e6});
    ${FOREVER}`;

  it(
    'of a busy loop on one core is what it has spent, by its group and by the engine',
    async () => {
      const { container, said } = await startNode(BURN, {}, { cpus: [0] });
      await said('ready');
      const group = findCgroup(container.pid, container.id);
      const { docker } = await engine();
      const stats = await askStats(docker.getContainer(container.id));
      for (const cpu_ns of [group?.cpuNs(), stats.cpu_ns])
        expect(Math.abs((cpu_ns ?? NaN) / 1e9 - BURNT_S)).toBeLessThan(0.1);
      expect(stats.rss_bytes).toBeGreaterThan(HELD_BYTES);
      expect(group?.pids()).toContain(container.pid);
    },
    LIMIT_MS,
  );

  it('is not known any more once it has ended, neither is memory', async () => {
    const { container, said } = await startNode(FOREVER);
    await said('ready');
    const group = findCgroup(container.pid, container.id);
    expect(group?.cpuNs()).toBeGreaterThan(0);
    await container.kill('SIGKILL');
    await container.exited;
    const { docker } = await engine();
    const nothing = {
      cpu_ns: null,
      rss_bytes: null,
      peak_rss_bytes: null,
      fds: null,
      sockets: null,
      voluntary_switches: null,
      involuntary_switches: null,
      disk_read_bytes: null,
      disk_write_bytes: null,
    };
    const stats = () => askStats(docker.getContainer(container.id));
    expect(await stats()).toEqual(nothing);
    expect([group?.cpuNs(), group?.pids()]).toEqual([null, []]);
    await container.remove();
    expect(await stats()).toEqual(nothing);
  });
});

describe('output', () => {
  it('comes whole though it was written byte by byte while nobody took it', async () => {
    const count = 50_000;
    const { container, stdout } = await startNode(
      `import { writeSync } from 'node:fs'; for (let i = 0; i < ${count}; i += 1) writeSync(1, 'x');`,
    );
    // All that has come meanwhile is read at once.
    for (const end = performance.now() + 1000; performance.now() < end;);
    await container.drained;
    expect(stdout()).toBe('x'.repeat(count));
  });
});

describe('the end of a container', () => {
  it.each([0, 1, 42, 127])('has the exit code %i', async (code) => {
    const { container } = await startNode(`process.exit(${code})`);
    expect(await container.exited).toEqual({ code, signal: null, note: null });
  });

  it.each(['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'has the signal that ended its process, %s',
    async (signal) => {
      const { container } = await startNode(`process.kill(process.pid, '${signal}'); ${FOREVER}`);
      expect(await container.exited).toEqual({ code: null, signal, note: null });
    },
  );

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'may be brought about by %s',
    async (signal) => {
      const { container, said } = await startNode(FOREVER);
      await said('ready');
      expect(await container.kill(signal)).toBe(true);
      expect(await container.exited).toEqual({ code: null, signal, note: null });
      expect(await container.kill(signal)).toBe(false);
      await container.remove();
      expect(await container.kill(signal)).toBe(false);
    },
  );

  it('is told with its limit when memory ran out', async () => {
    const { container } = await startNode(
      `const held = []; for (;;) held.push(Buffer.alloc(2 ** 22, 1));`,
      { memory_bytes: 96 * 2 ** 20 },
    );
    expect(await container.exited).toEqual({
      code: null,
      signal: 'SIGKILL',
      note: 'it ran out of memory, its limit is 96 MiB',
    });
  });

  it('is told so when memory ran out for a child, whose parent went on', async () => {
    const greedy = `const held = []; for (;;) held.push(Buffer.alloc(2 ** 22, 1));`;
    const { container } = await startNode(
      `import { spawnSync } from 'node:child_process';
       const { signal } = spawnSync(process.execPath, ['--eval', ${JSON.stringify(greedy)}]);
       process.exit(signal === 'SIGKILL' ? 3 : 4);`,
      { memory_bytes: 128 * 2 ** 20 },
    );
    expect(await container.exited).toEqual({
      code: 3,
      signal: null,
      note: 'it ran out of memory, its limit is 128 MiB',
    });
  });
});

describe('somebody else', () => {
  it.each([
    ['remove', ['rm', '--force'], 'SIGKILL', 'somebody has removed the container'],
    ['restart', ['restart', '--time', '5'], 'SIGTERM', 'somebody has restarted the container'],
    ['stop', ['stop', '--time', '5'], 'SIGTERM', null],
  ])('may %s a container: that is its end, and told', async (_, command, signal, note) => {
    const { container, said } = await startNode(FOREVER);
    await said('ready');
    const doing = execa('docker', [...command, container.id]);
    expect(await container.exited).toEqual({ code: null, signal, note });
    await container.drained;
    await doing;
    await container.remove();
  });
});

describe('a container that cannot be started', () => {
  async function made(): Promise<number> {
    const { docker } = await engine();
    const filters = { label: [`pairbench.run=${RUN}`] };
    return (await docker.listContainers({ all: true, filters })).length;
  }
  const sinks = { stdout: () => undefined, stderr: () => undefined };

  it.each([
    ['its program is missing', { Image: IMAGE, Entrypoint: ['/nowhere'] }, '/nowhere'],
    ['its image is missing', { Image: 'pairbench-no-such-image' }, 'No such image'],
  ])('is not left behind when %s', async (_, options, reason) => {
    const starting = startContainer(await engine(), { ...options, Labels: ownLabels(RUN) }, sinks);
    await expect(starting).rejects.toThrow(reason);
    expect(await made()).toBe(0);
  });

  it('for its open files has as many as the engine gives, which is said', async () => {
    const nofile = Number(readFileSync('/proc/sys/fs/nr_open', 'utf8')) + 1;
    const notices: string[] = [];
    const runtime = openDockerRuntime(await engine(), {
      ...{ run: RUN, network: 'host', limits: { memory_bytes: 2 ** 28, nofile } },
      onNotice: (message) => notices.push(message),
    });
    const server = await runtime.startServer(launchNode(FOREVER));
    expect(await server.firstLine(LIMIT_MS)).toBe('ready');
    expect(notices).toEqual([
      `the engine refuses ${nofile} open files for a container: its own limit holds`,
    ]);
    expect(await made()).toBe(1);
    await runtime.close();
    expect(await made()).toBe(0);
  });
});

describe('removing', () => {
  it('by two at once is done for both when it is done, and the network can go', async () => {
    const { name } = await openNetwork(await engine(), 'bridge', RUN);
    const { container, said } = await startNode(FOREVER, { network: name });
    await said('ready');
    const both = Array.from({ length: 2 }, async () => {
      await removeContainer(await engine(), container.id);
      const { docker } = await engine();
      return docker.listContainers({ all: true, filters: { id: [container.id] } });
    });
    expect(await Promise.all(both)).toEqual([[], []]);
    await removeRun(await engine(), RUN);
    const { docker } = await engine();
    expect(await docker.listNetworks({ filters: { name: [name] } })).toEqual([]);
  });
});
