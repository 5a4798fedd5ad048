/** What the rest of the machine did while a cell was measured. */
import type { MachineSample } from '../measure/facts.ts';
import { foreignBySecond } from './foreign-seconds.ts';
import { absent, type Fact, type Figure, NOT_MEASURED } from './figure.ts';
import { largestOf, medianOf, smallestOf } from './figure.ts';
import type { Reading } from './reading.ts';
import type { Cell } from './result.ts';
import { type Counter, SHORTEST_NS, stretchRates, windowRates } from '../measure/stretches.ts';

const TOO_SHORT = 'the windows are too short for the clock of /proc/stat, which ticks every 10 ms';
const NO_CPU_TIME = 'the CPU time of the machine or of a side could not be read';
const NO_DISKS = 'the counters of the disks could not be read';
const NO_SOCKETS = 'the TCP sockets could not be counted';

type Choose = (values: readonly number[], absentReason: string) => Figure;

export function machineLoad(readings: readonly Reading[], fact: Fact): Cell['machine'] {
  const known = (path: string, choose: Choose, values: readonly number[], reason: string) =>
    fact(`machine.${path}`, readings.length === 0 ? absent(NOT_MEASURED) : choose(values, reason));
  const windows = readings.map(({ window }) => window.machine);
  const all = (value: Counter<MachineSample>): number[] =>
    windows.flat().flatMap((sample) => value(sample) ?? []);
  return {
    ...cpuTime(readings, known),
    tool_cpus: known(
      'tool_cpus',
      medianOf,
      readings.map(({ window }) => window.tool.cpus),
      NOT_MEASURED,
    ),
    memory_available_bytes_min: known(
      'memory_available_bytes_min',
      smallestOf,
      all(({ memory_available_bytes }) => memory_available_bytes),
      'the available memory could not be read',
    ),
    disk_bytes_per_s: {
      read: known('disk_bytes_per_s.read', medianOf, windowRates(windows, read), NO_DISKS),
      write: known('disk_bytes_per_s.write', medianOf, windowRates(windows, written), NO_DISKS),
      peak: known('disk_bytes_per_s.peak', largestOf, stretchRates(windows, moved), NO_DISKS),
    },
    tcp_sockets_peak: known(
      'tcp_sockets_peak',
      largestOf,
      all(({ tcp_sockets }) => tcp_sockets),
      NO_SOCKETS,
    ),
    time_wait_sockets_peak: known(
      'time_wait_sockets_peak',
      largestOf,
      all(({ time_wait_sockets }) => time_wait_sockets),
      NO_SOCKETS,
    ),
  };
}

type Known = (
  path: string,
  choose: Choose,
  values: readonly number[],
  reason: string,
) => number | null;

const read: Counter<MachineSample> = ({ disk_read_bytes }) => disk_read_bytes;
const written: Counter<MachineSample> = ({ disk_write_bytes }) => disk_write_bytes;
const stolen: Counter<MachineSample> = ({ steal_ns }) => steal_ns;
const moved: Counter<MachineSample> = ({ disk_read_bytes, disk_write_bytes }) =>
  disk_read_bytes === null || disk_write_bytes === null ? null : disk_read_bytes + disk_write_bytes;

/** Over windows that are long enough for it. */
function cpuTime(
  readings: readonly Reading[],
  known: Known,
): Pick<Cell['machine'], 'foreign_cpus' | 'steal_cpus'> {
  const long = readings.filter(
    ({ window }) => (window.machine.at(-1)?.elapsed_ns ?? 0) >= SHORTEST_NS,
  );
  const reason = long.length === 0 ? TOO_SHORT : NO_CPU_TIME;
  const steal_ns = stretchRates(
    long.map(({ window }) => window.machine),
    stolen,
  );
  const foreign = long.flatMap(({ window }) => window.foreign_cpus ?? []);
  const steal = long.flatMap(({ window }) => window.steal_cpus ?? []);
  return {
    foreign_cpus: {
      mean: known('foreign_cpus.mean', medianOf, foreign, reason),
      max: known('foreign_cpus.max', largestOf, long.flatMap(foreignBySecond), reason),
    },
    steal_cpus: {
      mean: known('steal_cpus.mean', medianOf, steal, reason),
      max: known(
        'steal_cpus.max',
        largestOf,
        steal_ns.map((rate) => rate / 1e9),
        reason,
      ),
    },
  };
}
