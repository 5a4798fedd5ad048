/** What each side used of the machine. */
import type { Usage } from '../measure/facts.ts';
import type { ServiceFacts } from '../plan/facts.ts';
import { absent, type Figure, largestOf, medianOf, NOT_MEASURED } from './figure.ts';
import type { Reading } from './reading.ts';

export type Side = 'client' | 'server';

/** Why a figure of a side is missing where no round has it; goes on after `the CPU time of the server`. */
export type Unread = Readonly<Record<Side, string>>;

const UNREADABLE = 'could not be read';

export function whyUnread(server: ServiceFacts | undefined): Unread {
  const external = server?.external ?? null;
  if (external === null) return { client: UNREADABLE, server: UNREADABLE };
  const why =
    external.process === null
      ? 'cannot be known: pairbench did not start it, and its process was not named (--server-pid)'
      : `${UNREADABLE}: process ${external.process.pid} (--server-pid) has ended, or is not ours to look into`;
  return { client: UNREADABLE, server: why };
}

export function cpuUsPerRequest(readings: readonly Reading[], side: Side, unread: Unread): Figure {
  return cpuMedian(readings, side, unread, (cpu_ns, reading) => {
    const ok = reading.window.client_run.result.requests.window;
    return ok === 0 ? [] : [cpu_ns / 1000 / ok];
  });
}

/** Share of the CPUs that the side was allowed to use. */
export function cpuUtilisation(readings: readonly Reading[], side: Side, unread: Unread): Figure {
  return cpuMedian(readings, side, unread, (cpu_ns, reading) => {
    const { elapsed_ns, cpus } = reading.window.usage[side];
    return [cpu_ns / (elapsed_ns * cpus)];
  });
}

export function peakRss(readings: readonly Reading[], side: Side, unread: Unread): Figure {
  const absentReason = `the memory of the ${side} ${unread[side]}`;
  return peak(readings, side, absentReason, ({ peak_rss_bytes }) => [peak_rss_bytes]);
}

export function peakFds(readings: readonly Reading[], side: Side, unread: Unread): Figure {
  const absentReason = `the open files of the ${side} ${unread[side]}`;
  return peak(readings, side, absentReason, ({ samples }) => samples.map(({ fds }) => fds));
}

function cpuMedian(
  readings: readonly Reading[],
  side: Side,
  unread: Unread,
  ofRound: (cpu_ns: number, reading: Reading) => number[],
): Figure {
  if (readings.length === 0) return absent(NOT_MEASURED);
  const values = readings.flatMap((reading) => {
    const { cpu_ns } = reading.window.usage[side];
    return cpu_ns === null ? [] : ofRound(cpu_ns, reading);
  });
  return medianOf(values, `the CPU time of the ${side} ${unread[side]}`);
}

function peak(
  readings: readonly Reading[],
  side: Side,
  absentReason: string,
  ofRound: (usage: Usage) => (number | null)[],
): Figure {
  if (readings.length === 0) return absent(NOT_MEASURED);
  const values = readings
    .flatMap((reading) => ofRound(reading.window.usage[side]))
    .filter((value) => value !== null);
  return largestOf(values, absentReason);
}
