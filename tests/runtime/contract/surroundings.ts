/** What every runtime puts around a service: environment, CPUs, network; and what it cannot start. */
import { describe, expect, it } from '@jest/globals';
import { LaunchError } from '../../../src/runtime/runtime.ts';
import type { Launch, RunningServer } from '../../../src/runtime/runtime.ts';
import { launchOf } from '../launch.ts';
import type { Subject } from '../subject.ts';
import { benchFor } from './bench.ts';
import type { Bench } from './bench.ts';

const LIMIT_MS = 20_000;

export function surroundingsContract(subject: Subject): void {
  describe('the environment', () => {
    const bench = benchFor(subject);

    it('is scrubbed of proxies, locale and secrets, and has what was added', async () => {
      const secrets = { HTTP_PROXY: 'http://127.0.0.1:9', LANG: 'pl_PL.UTF-8', MY_SECRET: 'x' };
      Object.assign(process.env, secrets);
      try {
        const launch = bench.launch([{ kind: 'print-environment' }], { env: { WORKERS: '2' } });
        const [line = '{}'] = await bench.linesOf(launch);
        const env = JSON.parse(line) as Record<string, string>;
        expect(env).toMatchObject({ LC_ALL: 'C', WORKERS: '2', PAIRBENCH_TOKEN: launch.token });
        for (const [name, value] of Object.entries(secrets)) expect(env[name]).not.toBe(value);
      } finally {
        for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
      }
    });

    it('pins it to its CPUs', async () => {
      const launch = bench.launch([{ kind: 'print-cpus' }], { cpus: [0] });
      expect(await bench.linesOf(launch)).toEqual(['0']);
    });
  });

  describe('the network', () => {
    const bench = benchFor(subject);
    const listening = async (): Promise<{ readonly server: RunningServer; port: number }> => {
      const { listen_host } = await bench.runtime().reach();
      const script = [{ kind: 'listen', each_request: [], answer: 'from the server' }] as const;
      const server = await bench.server(bench.launch(script, { env: { HOST: listen_host } }));
      const line = await server.firstLine(LIMIT_MS);
      return { server, port: (JSON.parse(line ?? '{}') as { port: number }).port };
    };
    const answerTo = (host: string, port: number): Promise<readonly string[]> =>
      bench.linesOf(bench.launch([{ kind: 'get', url: `http://${host}:${port}/` }]));

    it('lets the tool and clients reach a server at its host', async () => {
      const { server, port } = await listening();
      expect(await bench.network.get(server.host, port)).toBe('from the server');
      expect(await answerTo(server.host, port)).toEqual(['from the server']);
    });

    it('lets a client reach a server of the tool', async () => {
      const { tool_host } = await bench.runtime().reach();
      const port = await bench.network.serve(tool_host, 'from the tool');
      expect(await answerTo(tool_host, port)).toEqual(['from the tool']);
    });

    it('leads nowhere once the server is stopped', async () => {
      const { server, port } = await listening();
      await server.stop();
      await expect(bench.network.get(server.host, port)).rejects.toThrow();
    });
  });

  describe('what cannot be started', () => {
    const bench = benchFor(subject);

    it('is named', async () => {
      const launch = launchOf(subject.maker.missing('/nowhere/server'));
      expect(await whyNot(bench, launch)).toContain('/nowhere/server');
    });
  });
}

/** It is refused, or it ends before it says anything. */
async function whyNot(bench: Bench, launch: Launch): Promise<string> {
  try {
    const running = await bench.server(launch);
    expect(await running.firstLine(LIMIT_MS)).toBeNull();
    const { code, note } = await running.exited;
    expect(code).not.toBe(0);
    return [note, ...running.logTail()].join('\n');
  } catch (error) {
    if (error instanceof LaunchError) return error.message;
    throw error;
  }
}
