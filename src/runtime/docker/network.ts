/** The network that the containers of a run share: the host's own, or a bridge made for the run. */
import type { Engine } from '../../host/docker/engine.ts';
import { engineText } from '../../host/docker/engine.ts';
import { ownLabels } from '../../host/docker/labels.ts';
import { EXIT, UserError } from '../../host/user-error.ts';
import type { Reach } from '../runtime.ts';

export const NETWORKS = ['host', 'bridge'] as const;
export type NetworkKind = (typeof NETWORKS)[number];

export interface ServiceNetwork {
  /** For the engine. */
  readonly name: string;
  readonly reach: Reach;
}

const HOST_NETWORK: ServiceNetwork = {
  name: 'host',
  reach: { listen_host: '127.0.0.1', tool_host: '127.0.0.1' },
};

function fault(what: string): UserError {
  return new UserError(what, 'use --docker-network host', EXIT.notBuiltOrStarted);
}

/** A bridge is made in the engine, with the run's labels; it goes with the run. */
export async function openNetwork(
  engine: Engine,
  kind: NetworkKind,
  run: string,
): Promise<ServiceNetwork> {
  if (kind === 'host') return HOST_NETWORK;
  const name = `pairbench-${run}`;
  const network = await engine.docker
    .createNetwork({ Name: name, Driver: 'bridge', Labels: ownLabels(run) })
    .catch((error: unknown) => {
      throw fault(`the engine could not make the network ${name}: ${engineText(error)}`);
    });
  const { IPAM } = (await network.inspect()) as {
    IPAM: { Config?: readonly { Gateway?: string }[] };
  };
  const gateway = IPAM.Config?.find(({ Gateway }) => Gateway?.includes('.'))?.Gateway;
  if (gateway === undefined) throw fault(`the engine gave its new network ${name} no IPv4 gateway`);
  return { name, reach: { listen_host: '0.0.0.0', tool_host: gateway } };
}
