import { json as bodyOf } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { OWNER_LABEL, ownMark, RUN_LABEL } from '../../../src/host/docker/labels.ts';
import { openNetwork } from '../../../src/runtime/docker/network.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import { faultOf } from '../../helpers/fault.ts';

/** An engine that makes networks of these addresses. */
async function engineOf(addresses: object) {
  const made: unknown[] = [];
  const fake = await fakeEngine({
    'POST /networks/create': (request, response) => {
      void bodyOf(request).then((body) => {
        made.push(body);
        json({ Id: 'n' }, 201)(request, response);
      });
    },
    'GET /networks/n': json(addresses),
  });
  return { engine: await connectEngine({ DOCKER_HOST: fake.address }), made };
}

describe('the network of a run', () => {
  test('is that of the host, for which nothing is made', async () => {
    const { engine, made } = await engineOf({});
    expect(await openNetwork(engine, 'host', 'run-1')).toEqual({
      name: 'host',
      reach: { listen_host: '127.0.0.1', tool_host: '127.0.0.1' },
    });
    expect(made).toEqual([]);
  });

  test('is a bridge with the marks of the run, on which the tool has the address of the gateway', async () => {
    const Config = [{ Subnet: 'fd00::/64', Gateway: 'fd00::1' }, { Gateway: '172.20.0.1' }];
    const { engine, made } = await engineOf({ IPAM: { Driver: 'default', Config } });
    expect(await openNetwork(engine, 'bridge', 'run-1')).toEqual({
      name: 'pairbench-run-1',
      reach: { listen_host: '0.0.0.0', tool_host: '172.20.0.1' },
    });
    expect(made).toEqual([
      {
        Name: 'pairbench-run-1',
        Driver: 'bridge',
        Labels: expect.objectContaining({ [RUN_LABEL]: 'run-1', [OWNER_LABEL]: ownMark() }),
      },
    ]);
  });

  test.each([
    ['none', { IPAM: {} }],
    ['an IPv6 one alone', { IPAM: { Config: [{ Gateway: 'fd00::1' }] } }],
    ['a subnet without one', { IPAM: { Config: [{ Subnet: '172.20.0.0/16' }] } }],
  ])('cannot be used when its gateway is %s', async (_, addresses) => {
    const { engine } = await engineOf(addresses);
    expect(await faultOf(() => openNetwork(engine, 'bridge', 'run-1'))).toMatchObject({
      message: 'the engine gave its new network pairbench-run-1 no IPv4 gateway',
      hint: 'use --docker-network host',
      exitCode: 3,
    });
  });

  test('cannot be used when the engine makes none', async () => {
    const message = 'all predefined address pools have been fully subnetted';
    const { address } = await fakeEngine({ 'POST /networks/create': json({ message }, 500) });
    const engine = await connectEngine({ DOCKER_HOST: address });
    expect(await faultOf(() => openNetwork(engine, 'bridge', 'run-1'))).toMatchObject({
      message: `the engine could not make the network pairbench-run-1: ${message}`,
      hint: 'use --docker-network host',
      exitCode: 3,
    });
  });
});
