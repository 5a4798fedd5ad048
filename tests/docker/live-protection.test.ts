/** How the containers of a run are kept: on CPUs of their own, within their memory, without rights. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Docker from 'dockerode';
import { parseCpuList } from '../../src/host/cpu-list.ts';
import { measuring } from './live-events.ts';
import { engine, FIXTURES, leftBy, LIMIT_MS, liveFolder } from './live.ts';
import type { Started } from './live.ts';

const live = liveFolder();
const PAIR = ['--services', FIXTURES, '-s', 'node-http', '-k', 'node-undici', '-c', '4'];

type Inspected = Docker.ContainerInspectInfo;

async function inspect(name: string): Promise<Inspected> {
  const { docker } = await engine();
  return docker.getContainer(name.replace(/^\//, '')).inspect();
}

describe('the containers of a run', () => {
  let tool: Started;
  let client: Inspected;
  let server: Inspected;

  beforeAll(async () => {
    tool = await measuring(live.start([...PAIR, '-d', '60s', '--docker-memory', '512m']));
    const [first = '', second = '', ...more] = await leftBy(tool.pid);
    server = await inspect(first);
    client = await inspect(second);
    expect(more).toEqual([]);
  }, LIMIT_MS);

  afterAll(async () => {
    tool.kill('SIGINT');
    await tool.ended;
  }, LIMIT_MS);

  it('are the two sides of the pair', () => {
    expect(server.Config.Labels['pairbench.service']).toBe('node-http');
    expect(client.Config.Labels['pairbench.service']).toBe('node-undici');
  });

  it('have CPUs of their own, as the plan says', () => {
    const [planned] = tool
      .entries()
      .flatMap((entry) => (entry.type === 'run-started' ? [entry.plan.pinning] : []));
    const [serverCpus, clientCpus] = [server, client].map(({ HostConfig }) =>
      parseCpuList(HostConfig.CpusetCpus ?? ''),
    );
    expect(serverCpus).toEqual(planned?.server);
    expect(clientCpus).toEqual(planned?.client);
    expect(serverCpus).not.toEqual([]);
    expect(serverCpus?.filter((cpu) => clientCpus?.includes(cpu))).toEqual([]);
  });

  it('have no rights, an init, their memory and nothing to write to', () => {
    for (const { HostConfig, Config } of [server, client]) {
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Privileged: false,
        Init: true,
        Memory: 512 * 2 ** 20,
        MemorySwap: 512 * 2 ** 20,
      });
      expect(HostConfig.CapAdd ?? []).toEqual([]);
      expect(HostConfig.Binds ?? []).toEqual([]);
      expect(Config.User).toBe('65532:65532');
    }
  });
});
