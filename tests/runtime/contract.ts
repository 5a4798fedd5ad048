/** What every runtime must do, as tests: run against each implementation. */
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { processesMarked } from '../../src/host/process-table.ts';
import type { Program } from '../../src/build/built-service.ts';
import { LaunchError } from '../../src/runtime/runtime.ts';
import type { Launch, Running, Runtime } from '../../src/runtime/runtime.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

let launches = 0;

export function commandProgram(words: readonly string[], folder = tempFolder()): Program {
  return { kind: 'command', words, folder };
}

/** A launch of this Node program text. */
export function launchOf(program: string, more: Partial<Launch> = {}): Launch {
  launches += 1;
  const folder = tempFolder();
  return {
    service: 'test-service',
    program: commandProgram([process.execPath, '--input-type=module', '--eval', program], folder),
    args: [],
    env: {},
    cpus: null,
    token: `contract-${process.pid}-${launches}`,
    log_base: path.join(folder, 'log'),
    ...more,
  };
}

const FOREVER = 'setInterval(() => {}, 1000);';
const ANNOUNCE = 'console.log("ready");';

export function runtimeContract(runtime: Runtime): void {
  const started: Running[] = [];
  const server = async (launch: Launch) => {
    const running = await runtime.startServer(launch);
    started.push(running);
    return running;
  };
  const client = async (launch: Launch, onLine: (line: string) => void) => {
    const running = await runtime.startClient(launch, onLine);
    started.push(running);
    return running;
  };

  afterEach(async () => {
    await Promise.all(started.splice(0).map((running) => running.stop()));
  });

  describe('a server', () => {
    it('gives its first line, however it is cut', async () => {
      const program = `process.stdout.write('re'); setTimeout(() => process.stdout.write('ady\\nmore\\n'), 20); ${FOREVER}`;
      const running = await server(launchOf(program));
      expect(await running.firstLine(10_000)).toBe('ready');
    });

    it('gives the first line of this launch, not of an earlier one with the same log', async () => {
      const first = launchOf(`console.log('old'); ${FOREVER}`);
      await (await server(first)).firstLine(10_000);
      const second = launchOf(`console.log('new'); ${FOREVER}`, { log_base: first.log_base });
      expect(await (await server(second)).firstLine(10_000)).toBe('new');
    });

    it('gives null for a first line when it ends before, and how it ended', async () => {
      const running = await server(launchOf('process.exitCode = 7;'));
      expect(await running.firstLine(10_000)).toBeNull();
      expect(await running.exited).toEqual({ code: 7, signal: null, note: null });
    });

    it('gives null for a first line when it is silent', async () => {
      const running = await server(launchOf(FOREVER));
      expect(await running.firstLine(200)).toBeNull();
    });

    it('is never stopped by output that nobody reads', async () => {
      const program = `${ANNOUNCE}
        const line = 'x'.repeat(1023) + '\\n';
        const { writeSync } = await import('node:fs');
        for (let i = 0; i < 2000; i += 1) { writeSync(1, line); writeSync(2, line); }`;
      const running = await server(launchOf(program));
      expect(await running.exited).toEqual({ code: 0, signal: null, note: null });
    });

    it('keeps the end of its stderr', async () => {
      const running = await server(
        launchOf(`console.error('first'); console.error('last words');`),
      );
      await running.exited;
      expect(running.logTail().at(-1)).toBe('last words');
    });

    it('stops on SIGTERM, and says so', async () => {
      const running = await server(launchOf(`${ANNOUNCE} ${FOREVER}`));
      await running.firstLine(10_000);
      expect(await running.stop()).toBe('SIGTERM');
      expect(await running.exited).toEqual({ code: null, signal: 'SIGTERM', note: null });
    });

    it('is killed when it ignores SIGTERM, which is said', async () => {
      const running = await server(
        launchOf(`process.on('SIGTERM', () => {}); ${ANNOUNCE} ${FOREVER}`),
      );
      await running.firstLine(10_000);
      expect(await running.stop()).toContain('SIGKILL');
      expect((await running.exited).signal).toBe('SIGKILL');
    });

    it('is stopped with grandchildren that left its session', async () => {
      const launch = launchOf('', {
        program: commandProgram([
          'sh',
          '-c',
          'setsid sleep 1000 & setsid sleep 1001 & echo ready; wait',
        ]),
      });
      const running = await server(launch);
      await running.firstLine(10_000);
      expect(await running.stop()).toContain('left behind');
      expect(processesMarked('PAIRBENCH_TOKEN', (value) => value === launch.token)).toEqual([]);
    });

    it('can be stopped twice, and after it ended', async () => {
      const running = await server(launchOf('process.exitCode = 0;'));
      await running.exited;
      expect(await running.stop()).toBe('had ended before');
      expect(await running.stop()).toBe('had ended before');
    });
  });

  describe('a client', () => {
    it('delivers 5000 lines of any length in order, stderr apart', async () => {
      const program = `
        const lines = Array.from({ length: 5000 }, (_, i) => i + ':' + '價'.repeat(i % 700));
        for (const line of lines) { process.stdout.write(line + '\\n'); if (line.length % 50 === 0) console.error('noise'); }`;
      const lines: string[] = [];
      const running = await client(launchOf(program), (line) => lines.push(line));
      await running.drained;
      expect(lines).toHaveLength(5000);
      expect(lines.every((line, i) => line === `${i}:${'價'.repeat(i % 700)}`)).toBe(true);
      expect(await running.exited).toEqual({ code: 0, signal: null, note: null });
    });

    it('delivers a line of 40,000 bytes and a last line without its end', async () => {
      const lines: string[] = [];
      const running = await client(
        launchOf(`process.stdout.write('y'.repeat(40000) + '\\nlast');`),
        (line) => lines.push(line),
      );
      await running.drained;
      expect(lines.map((line) => line.length)).toEqual([40_000, 4]);
    });

    it('keeps its exit code', async () => {
      const running = await client(launchOf('process.exitCode = 3;'), () => undefined);
      await running.drained;
      expect(await running.exited).toEqual({ code: 3, signal: null, note: null });
    });
  });

  describe('watching', () => {
    it('counts the CPU time of all its processes', async () => {
      const burn = 'while (process.cpuUsage().user < 300_000);';
      const program = `
        import { spawnSync } from 'node:child_process';
        ${burn}
        spawnSync(process.execPath, ['--eval', '${burn} console.log(1); setInterval(() => {}, 1000)'], { stdio: 'inherit' });`;
      const running = await server(launchOf(program));
      const before = await running.usage();
      await running.firstLine(20_000);
      const after = await running.usage();
      expect((after.cpu_ns ?? 0) - (before.cpu_ns ?? 0)).toBeGreaterThan(400_000_000);
      expect(after.rss_bytes).toBeGreaterThan(10_000_000);
      expect(after.peak_rss_bytes).toBeGreaterThanOrEqual(after.rss_bytes ?? Infinity);
      expect(after.fds).toBeGreaterThan(3);
    });

    it('gives null, not 0, for what has ended', async () => {
      const running = await server(launchOf(''));
      await running.exited;
      const { cpu_ns, rss_bytes, fds } = await running.usage();
      expect({ cpu_ns, rss_bytes, fds }).toEqual({ cpu_ns: null, rss_bytes: null, fds: null });
    });
  });

  describe('the environment', () => {
    it('is scrubbed of proxies, locale and secrets, and has what was added', async () => {
      const secrets = { HTTP_PROXY: 'http://127.0.0.1:9', LANG: 'pl_PL.UTF-8', MY_SECRET: 'x' };
      Object.assign(process.env, secrets);
      const lines: string[] = [];
      try {
        const launch = launchOf('console.log(JSON.stringify(process.env));', {
          env: { WORKERS: '2' },
        });
        const running = await client(launch, (line) => lines.push(line));
        await running.drained;
        const env = JSON.parse(lines[0] ?? '{}') as Record<string, string>;
        expect(env).toMatchObject({ LC_ALL: 'C', WORKERS: '2', PAIRBENCH_TOKEN: launch.token });
        for (const name of Object.keys(secrets)) expect(env).not.toHaveProperty(name);
      } finally {
        for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
      }
    });

    it('pins it to its CPUs', async () => {
      const program = `
        import { readFileSync } from 'node:fs';
        console.log(/Cpus_allowed_list:\\s*(\\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);`;
      const lines: string[] = [];
      const running = await client(launchOf(program, { cpus: [0] }), (line) => lines.push(line));
      await running.drained;
      expect(lines).toEqual(['0']);
    });
  });

  describe('what cannot be started', () => {
    it('is refused with the missing program', async () => {
      const launch = launchOf('', { program: commandProgram(['/nowhere/server']) });
      await expect(runtime.startServer(launch)).rejects.toThrow('binary missing: /nowhere/server');
      await expect(runtime.startServer(launch)).rejects.toThrow(LaunchError);
    });
  });
}
