/** The verdict on a pair as one plain sentence, with the figures that it rests on. */
import type { Figure } from '../figure.ts';
import type { Compared, ComparedCell, PairOf } from './compared.ts';
import { type BottleneckVerdict, type Evidence, isBusy, isUsedUp } from './evidence.ts';
import { sharedUse, type WaitingInServer } from './evidence.ts';
import { rateWords } from './ratio-words.ts';
import { type SharedCpus, sharedWords } from './shared-cpus.ts';

/** One side, as the sentence speaks of it. */
interface SideWords {
  readonly name: string;
  readonly busy: Figure;
  /** Of the ceiling that only this side sets. */
  readonly of_ceiling: Figure;
  /** What it is that this side does no faster with the reference on the other side. */
  readonly ceiling: string;
}

interface Sides {
  readonly client: SideWords;
  readonly server: SideWords;
}

export function bottleneckSentence(
  cell: ComparedCell,
  verdict: BottleneckVerdict,
  evidence: Evidence,
  compared: Compared,
): string {
  const sides = sidesOf(cell, evidence, compared.reference);
  if (cell.status !== 'valid') return `The cell is ${cell.status}: there is no verdict.`;
  if (compared.rate_per_s !== null) return fixedRate(compared.rate_per_s, sides, evidence);
  if (evidence.shared !== null && (verdict !== 'neither' || evidence.waiting === null))
    return sharedSentence(verdict, evidence.shared, sides, evidence);
  switch (verdict) {
    case 'both':
      return bothLimits(sides);
    case 'client':
      return oneLimit(sides.client, sides.server);
    case 'server':
      return oneLimit(sides.server, sides.client);
    case 'neither':
      return evidence.waiting === null ? noLimit(sides) : waiting(evidence.waiting, sides);
    case 'unknown':
      return evidence.disturbed ? disturbed(sides) : unknown(sides);
  }
}

function sidesOf(pair: PairOf, evidence: Evidence, reference: PairOf | null): Sides {
  const name = sideNames(pair, reference);
  return {
    client: {
      name: name.client,
      busy: evidence.client_busy,
      of_ceiling: evidence.of_client_ceiling,
      ceiling: `what ${name.client} sends to the reference server`,
    },
    server: {
      name: name.server,
      busy: evidence.server_busy,
      of_ceiling: evidence.of_server_ceiling,
      ceiling: `what the reference client gets from ${name.server}`,
    },
  };
}

/** A server and a client may share a name, as the references do. */
function sideNames(pair: PairOf, reference: PairOf | null): PairOf {
  const named = (side: 'server' | 'client'): string => {
    if (pair[side] === reference?.[side]) return `the reference ${side}`;
    return pair.server === pair.client ? `the ${side} ${pair[side]}` : pair[side];
  };
  return { server: named('server'), client: named('client') };
}

function oneLimit(limit: SideWords, other: SideWords): string {
  const rest = canDoMore(other);
  if (isBusy(limit.busy)) {
    const use = `it used ${percent(limit.busy)} of its CPU, ${otherUse(other)}`;
    return capitalised(`${limit.name} was the limit: ${use}; ${rest}.`);
  }
  const use =
    'value' in limit.busy
      ? `it used ${percent(limit.busy)} of its CPU`
      : 'its CPU use is not known';
  return capitalised(
    `${limit.name} was the limit: the pair reached ${shareWords(limit)} (${use}); ${rest}.`,
  );
}

function otherUse({ name, busy }: SideWords): string {
  return 'value' in busy ? `${name} ${percent(busy)}` : `that of ${name} is not known`;
}

/** What is not at its limit can do more; where that is not known, it may. */
function canDoMore({ name, busy, of_ceiling }: SideWords): string {
  const isSure = 'value' in busy || 'value' in of_ceiling;
  return isSure ? `${name} can do more` : `${name} may be able to do more`;
}

function bothLimits(sides: Sides): string {
  if (isBusy(sides.client.busy) && isBusy(sides.server.busy))
    return `Both sides used all of their CPUs (${busyWords(sides)}).`;
  const reasons = [sides.client, sides.server].map((side) =>
    isBusy(side.busy)
      ? `${side.name} used ${percent(side.busy)} of its CPU`
      : `the pair reached ${shareWords(side)}`,
  );
  return `Both sides were at their limit: ${reasons.join(', ')}.`;
}

function fixedRate(rate_per_s: number, sides: Sides, evidence: Evidence): string {
  const rate = rateWords(rate_per_s);
  const busy = [sides.client, sides.server].flatMap((side) => (isBusy(side.busy) ? side.name : []));
  const short = tookAllTogether(evidence) ? 'both together' : busy.join(' and ');
  const few = short === '' ? '' : `, though ${short} had little left`;
  return `The rate was fixed at ${rate}: neither side was the limit (${busyWords(sides)})${few}.`;
}

function tookAllTogether({ shared, ...evidence }: Evidence): boolean {
  return shared?.how === 'wholly' && isUsedUp(sharedUse(evidence));
}

function sharedSentence(
  verdict: BottleneckVerdict,
  shared: SharedCpus,
  sides: Sides,
  evidence: Evidence,
): string {
  const use = `${percent(sharedUse(evidence))} of ${sharedWords(shared)} (${busyWords(sides)})`;
  if (verdict === 'both') return `Both sides together used ${use}: each is slower for the other.`;
  if (verdict === 'neither') return `Neither side was the limit: together they used ${use}.`;
  const machine = evidence.disturbed ? ', and the machine disturbed this pair' : '';
  return (
    'Which side was the limit cannot be told: both use ' +
    `${sharedWords(shared)} (${busyWords(sides)})${machine}.`
  );
}

function waiting({ after_stamp_ns, rtt_ns }: WaitingInServer, sides: Sides): string {
  const [after, all, unit] = inOneUnit(after_stamp_ns, rtt_ns);
  return (
    `Neither side was busy (${busyWords(sides)}): requests were waiting in the server ` +
    `(${after} of ${all} ${unit} of a round trip came after it had stamped them).`
  );
}

function noLimit(sides: Sides): string {
  const shares = [sides.server, sides.client].filter(({ of_ceiling }) => 'value' in of_ceiling);
  const words = shares.map(shareWords).join(' and ');
  const reach = shares.length === 0 ? '' : `, and the pair reached only ${words}`;
  return `Neither side was the limit (${busyWords(sides)})${reach}.`;
}

function disturbed(sides: Sides): string {
  return (
    'Which side was the limit cannot be told: the machine disturbed this pair, also when it was ' +
    `measured again, and neither side could use its CPUs (${busyWords(sides)}).`
  );
}

function unknown(sides: Sides): string {
  const both = [sides.client, sides.server];
  const open = both.filter(({ busy, of_ceiling }) => 'absent' in busy && 'absent' in of_ceiling);
  const reasons = open.map(({ name, of_ceiling }) => {
    const ceiling = 'absent' in of_ceiling ? ` and ${of_ceiling.absent}` : '';
    return `the CPU use of ${name} is not known${ceiling}`;
  });
  const known = both
    .filter(({ busy }) => 'value' in busy)
    .map(({ name, busy }) => ` (${name} used ${percent(busy)} of its CPU)`);
  return `Which side was the limit cannot be told: ${reasons.join('; ')}${known.join('')}.`;
}

function shareWords({ of_ceiling, ceiling }: SideWords): string {
  return 'value' in of_ceiling
    ? `${percent(of_ceiling)} of ${ceiling}`
    : `an unknown share of ${ceiling}`;
}

/** `client 12 %, server 9 %`. */
function busyWords({ client, server }: Sides): string {
  return `client ${percent(client.busy)}, server ${percent(server.busy)}`;
}

/** Rounded down, so that 94.9 does not look like the limit of 95. */
function percent(share: Figure): string {
  return 'value' in share ? `${Math.floor(share.value * 100 + 1e-9)} %` : 'not known';
}

/** Two times as `5.1` and `5.3`, and the unit that fits the larger. */
function inOneUnit(one_ns: number, larger_ns: number): [string, string, string] {
  const [size, unit] = larger_ns >= 1e6 ? [1e6, 'ms'] : [1e3, 'us'];
  const digits = Math.max(0, 1 - Math.floor(Math.log10(larger_ns / size)));
  return [(one_ns / size).toFixed(digits), (larger_ns / size).toFixed(digits), unit];
}

function capitalised(sentence: string): string {
  return sentence.startsWith('the ') ? `The ${sentence.slice(4)}` : sentence;
}
