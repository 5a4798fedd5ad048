/** wrk in a container, on either network. */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { addService } from './live-services.ts';
import { leftBy, LIMIT_MS, liveFolder } from './live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');
const SHORT = ['--rounds', '1', '-d', '1s', '-w', '100ms', '-c', '8', '--no-latency', '--json'];

it.each(['host', 'bridge'])(
  'wrk is measured on the %s network, with the CPU time of its container',
  async (network) => {
    addService(services, 'server', 'node-http', 'node-http', {});
    cpSync('services/clients/wrk', path.join(services, 'clients', 'wrk'), { recursive: true });
    const pair = ['--services', services, '-s', 'node-http', '-k', 'wrk'];
    const tool = live.start([...pair, ...SHORT, '--docker-network', network]);
    const outcome = await tool.ended;
    const [cell] = resultOf(outcome).cells;
    expect(cell).toMatchObject({ status: 'valid', reasons: [], rtt_ns: { p50: null } });
    expect(cell?.throughput_rps.estimate).toBeGreaterThan(0);
    expect(cell?.cpu_us_per_request.client).toBeGreaterThan(1);
    expect(outcome.exitCode).toBe(0);
    expect(await leftBy(tool.pid)).toEqual([]);
  },
  LIMIT_MS,
);
