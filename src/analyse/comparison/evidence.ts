/** Which side was the limit: the rule, and what it looks at (docs/method.md, "Bottlenecks"). */
import type { Figure } from '../figure.ts';
import type { Bottleneck } from '../result-comparison.ts';
import { type Nearness, nearnessOf } from './ceilings.ts';
import type { Compared, ComparedCell, Strain } from './compared.ts';
import type { SharedCpus } from './shared-cpus.ts';

export type BottleneckVerdict = Bottleneck['verdict'];

export interface Evidence extends Nearness, Pick<Strain, 'client_busy' | 'server_busy'> {
  /** Null: they were not, or it is not known. */
  readonly waiting: WaitingInServer | null;
  /** By the machine: then neither side's share of its CPUs, nor of a ceiling, is what it could be. */
  readonly disturbed: boolean;
  /** Null: neither side takes CPU time from the other. */
  readonly shared: SharedCpus | null;
}

/** Most of a round trip passed after the server had stamped the request, while nobody was busy. */
export interface WaitingInServer {
  readonly after_stamp_ns: number;
  readonly rtt_ns: number;
}

/** From this share of its CPUs on, a side is at its limit. */
const BUSY = 0.95;
/** From this share of a ceiling on, the side of that ceiling is the limit. */
const NEAR = 0.95;
/** From this share on, CPUs that both sides share are used up: pairbench and the kernel run on them as well. */
const USED_UP = 0.9;
/** Below this share, a server surely has time left. */
const IDLE = 0.85;

export function evidenceOf(cell: ComparedCell, compared: Compared): Evidence {
  const { client_busy, server_busy } = cell.strain;
  return {
    client_busy,
    server_busy,
    ...nearnessOf(cell, compared),
    waiting: waitingIn(cell),
    disturbed: cell.disturbed,
    shared: compared.shared_cpus,
  };
}

/** Of a closed loop. CPU use decides; where it is not known, or nobody was busy, the ceilings do. */
export function verdictOf(evidence: Evidence): BottleneckVerdict {
  if (evidence.shared !== null) return sharedVerdict(evidence, evidence.shared);
  const clientBusy = isAtLeast(evidence.client_busy, BUSY);
  const serverBusy = isAtLeast(evidence.server_busy, BUSY);
  const nearClient = isAtLeast(evidence.of_client_ceiling, NEAR);
  const nearServer = isAtLeast(evidence.of_server_ceiling, NEAR);
  if (clientBusy === true || serverBusy === true)
    return limitedSides(clientBusy ?? nearClient, serverBusy ?? nearServer);
  // A server that waits is as slow with the reference client: this comes before the ceilings.
  if (evidence.waiting !== null) return 'neither';
  if (evidence.disturbed) return 'unknown';
  if (nearClient === true || nearServer === true) return limitedSides(nearClient, nearServer);
  const isOpen =
    (clientBusy === null && nearClient === null) || (serverBusy === null && nearServer === null);
  return isOpen ? 'unknown' : 'neither';
}

/** Ceilings tell nothing: with the reference on the other side, that one would use the same CPUs less. */
function sharedVerdict(evidence: Evidence, { how }: SharedCpus): BottleneckVerdict {
  const together = sharedUse(evidence);
  if (how === 'partly' || 'absent' in together) return 'unknown';
  if (isUsedUp(together)) return 'both';
  return evidence.disturbed && evidence.waiting === null ? 'unknown' : 'neither';
}

/** Of CPUs that both sides share wholly. */
export function sharedUse({
  client_busy: client,
  server_busy: server,
}: Pick<Evidence, 'client_busy' | 'server_busy'>): Figure {
  if ('absent' in client) return client;
  return 'absent' in server ? server : { value: client.value + server.value };
}

export function isUsedUp(together: Figure): boolean {
  return isAtLeast(together, USED_UP) === true;
}

export function isBusy(busy: Figure): boolean {
  return isAtLeast(busy, BUSY) === true;
}

/** One of them at least is. */
function limitedSides(client: boolean | null, server: boolean | null): BottleneckVerdict {
  if (client === true) return server === true ? 'both' : 'client';
  return 'server';
}

/**
 * After the stamp a request is in the server or on its way back, where it may have to wait for the
 * client's CPU: by Little's law at most for that share of a round trip in which the client is busy.
 * What is left must be most of the time; with one connection, waking up alone is nearly half of it.
 */
function waitingIn({ strain }: ComparedCell): WaitingInServer | null {
  const { client_busy, server_busy, mean_rtt_ns: rtt, mean_server_latency_ns: toStamp } = strain;
  if ('absent' in rtt || 'absent' in toStamp || 'absent' in client_busy) return null;
  if (isAtLeast(server_busy, IDLE) !== false) return null;
  const after_stamp_ns = rtt.value - toStamp.value;
  const inServer_ns = after_stamp_ns - client_busy.value * rtt.value;
  return inServer_ns > rtt.value / 2 ? { after_stamp_ns, rtt_ns: rtt.value } : null;
}

/** Null: not known. */
function isAtLeast(figure: Figure, limit: number): boolean | null {
  return 'absent' in figure ? null : figure.value >= limit;
}
