/** The part of a cell that tells what both sides and the machine did in its windows. */
import type { UsageSample } from '../measure/facts.ts';
import type { Fact } from './figure.ts';
import { growthPerMin } from './growth/growth.ts';
import { machineLoad } from './machine-load.ts';
import type { Reading } from './reading.ts';
import type { Cell } from './result.ts';
import type { Counter } from '../measure/stretches.ts';
import { meanPerS, peakCpuUtilisation, peakFds, peakPerS, peakRss, peakSockets } from './usage.ts';
import type { Side } from './usage.ts';

type Watched = Pick<
  Cell,
  | 'cpu_utilisation_peak'
  | 'rss_bytes'
  | 'fds_peak'
  | 'sockets_peak'
  | 'growth_per_min'
  | 'context_switches_per_s'
  | 'disk_bytes_per_s'
  | 'machine'
>;

export function watched(readings: readonly Reading[], fact: Fact): Watched {
  const bothSides = <T>(of: (side: Side) => T): { client: T; server: T } => ({
    client: of('client'),
    server: of('server'),
  });
  return {
    cpu_utilisation_peak: bothSides((side) =>
      fact(`cpu_utilisation_peak.${side}`, peakCpuUtilisation(readings, side)),
    ),
    rss_bytes: {
      client_peak: fact('rss_bytes.client_peak', peakRss(readings, 'client')),
      server_peak: fact('rss_bytes.server_peak', peakRss(readings, 'server')),
    },
    fds_peak: bothSides((side) => fact(`fds_peak.${side}`, peakFds(readings, side))),
    sockets_peak: bothSides((side) => fact(`sockets_peak.${side}`, peakSockets(readings, side))),
    growth_per_min: growthPerMin(readings, fact),
    context_switches_per_s: bothSides((side) => contextSwitches(readings, side, fact)),
    disk_bytes_per_s: bothSides((side) => diskBytes(readings, side, fact)),
    machine: machineLoad(readings, fact),
  };
}

const voluntary: Counter<UsageSample> = ({ voluntary_switches }) => voluntary_switches;
const involuntary: Counter<UsageSample> = ({ involuntary_switches }) => involuntary_switches;
const read: Counter<UsageSample> = ({ disk_read_bytes }) => disk_read_bytes;
const written: Counter<UsageSample> = ({ disk_write_bytes }) => disk_write_bytes;

function both(one: Counter<UsageSample>, other: Counter<UsageSample>): Counter<UsageSample> {
  return (sample) => {
    const [first, second] = [one(sample), other(sample)];
    return first === null || second === null ? null : first + second;
  };
}

function contextSwitches(
  readings: readonly Reading[],
  side: Side,
  fact: Fact,
): Cell['context_switches_per_s'][Side] {
  const path = `context_switches_per_s.${side}`;
  const what = 'the context switches';
  return {
    voluntary: fact(`${path}.voluntary`, meanPerS(readings, side, what, voluntary)),
    involuntary: fact(`${path}.involuntary`, meanPerS(readings, side, what, involuntary)),
    peak: fact(`${path}.peak`, peakPerS(readings, side, what, both(voluntary, involuntary))),
  };
}

function diskBytes(
  readings: readonly Reading[],
  side: Side,
  fact: Fact,
): Cell['disk_bytes_per_s'][Side] {
  const path = `disk_bytes_per_s.${side}`;
  const what = 'the disk use';
  return {
    read: fact(`${path}.read`, meanPerS(readings, side, what, read)),
    write: fact(`${path}.write`, meanPerS(readings, side, what, written)),
    peak: fact(`${path}.peak`, peakPerS(readings, side, what, both(read, written))),
  };
}
