/** What each side used of the machine. */
import type { Usage } from '../measure/facts.ts';
import { absent, type Figure, largestOf, medianOf, NOT_MEASURED } from './figure.ts';
import type { Reading } from './reading.ts';

export type Side = 'client' | 'server';

export function cpuUsPerRequest(readings: readonly Reading[], side: Side): Figure {
  return cpuMedian(readings, side, (cpu_ns, reading) => {
    const ok = reading.window.client_run.result.requests.window;
    return ok === 0 ? [] : [cpu_ns / 1000 / ok];
  });
}

/** Share of the CPUs that the side was allowed to use. */
export function cpuUtilisation(readings: readonly Reading[], side: Side): Figure {
  return cpuMedian(readings, side, (cpu_ns, reading) => {
    const { elapsed_ns, cpus } = reading.window.usage[side];
    return [cpu_ns / (elapsed_ns * cpus)];
  });
}

export function peakRss(readings: readonly Reading[], side: Side): Figure {
  return peak(readings, side, `the memory of the ${side}`, ({ peak_rss_bytes }) => [
    peak_rss_bytes,
  ]);
}

export function peakFds(readings: readonly Reading[], side: Side): Figure {
  return peak(readings, side, `the open files of the ${side}`, ({ samples }) =>
    samples.map(({ fds }) => fds),
  );
}

function cpuMedian(
  readings: readonly Reading[],
  side: Side,
  ofRound: (cpu_ns: number, reading: Reading) => number[],
): Figure {
  if (readings.length === 0) return absent(NOT_MEASURED);
  const values = readings.flatMap((reading) => {
    const { cpu_ns } = reading.window.usage[side];
    return cpu_ns === null ? [] : ofRound(cpu_ns, reading);
  });
  return medianOf(values, `the CPU time of the ${side} could not be read`);
}

function peak(
  readings: readonly Reading[],
  side: Side,
  what: string,
  ofRound: (usage: Usage) => (number | null)[],
): Figure {
  if (readings.length === 0) return absent(NOT_MEASURED);
  const values = readings
    .flatMap((reading) => ofRound(reading.window.usage[side]))
    .filter((value) => value !== null);
  return largestOf(values, `${what} could not be read`);
}
