/** A container on a bridge has a loopback of its own: a server on this machine's is not reached from it. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { UserError } from '../../host/user-error.ts';
import type { ExternalServer } from '../../plan/external-server.ts';
import { hostOf } from '../../plan/server-url.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');
// To connect to "any address" is to connect to the loopback.
LOOPBACK.addAddress('0.0.0.0');
LOOPBACK.addAddress('::', 'ipv6');

function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Empty for a name that nobody knows: this comes to light when the server is looked for. */
async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Throws a UserError for the first that only this machine itself can reach. */
export async function refuseLoopback(servers: readonly ExternalServer[]): Promise<void> {
  for (const { name, url } of servers)
    if ((await addressesOf(hostOf(url))).some(isLoopback))
      throw new UserError(
        `--server-url: ${name} (${url}) is on the loopback of this machine, ` +
          'which containers on a bridge do not reach',
        'use --docker-network host, or another address of this machine',
      );
}
