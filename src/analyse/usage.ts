/** What each side used of the machine. */
import type { Usage, UsageSample } from '../measure/facts.ts';
import { absent, type Figure, largestOf, medianOf, NOT_MEASURED } from './figure.ts';
import type { Reading } from './reading.ts';
import { stretchRates, windowRates } from '../measure/stretches.ts';
import type { Counter } from '../measure/stretches.ts';

export type Side = 'client' | 'server';

export function cpuUsPerRequest(readings: readonly Reading[], side: Side): Figure {
  return cpuMedian(readings, side, (cpu_ns, reading) => {
    const ok = reading.window.client_run.result.requests.window;
    return ok === 0 ? [] : [cpu_ns / 1000 / ok];
  });
}

/** Share of the CPUs that the side could keep busy. */
export function cpuUtilisation(readings: readonly Reading[], side: Side): Figure {
  return cpuMedian(readings, side, (cpu_ns, reading) => {
    const { elapsed_ns, cpus } = reading.window.usage[side];
    return [cpu_ns / (elapsed_ns * cpus)];
  });
}

/** The same share, in the busiest second. */
export function peakCpuUtilisation(readings: readonly Reading[], side: Side): Figure {
  return peak(readings, side, `the CPU time of the ${side}`, ({ samples, cpus }) =>
    stretchRates([samples], ({ cpu_ns }) => cpu_ns).map((spent_ns) => spent_ns / 1e9 / cpus),
  );
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

/** Absent also for more open files than are worth asking one by one. */
export function peakSockets(readings: readonly Reading[], side: Side): Figure {
  return peak(readings, side, `which open files of the ${side} are sockets`, ({ samples }) =>
    samples.map(({ sockets }) => sockets),
  );
}

/** `what` is counted; over each whole window, the median of the rounds. */
export function meanPerS(
  readings: readonly Reading[],
  side: Side,
  what: string,
  counter: Counter<UsageSample>,
): Figure {
  if (readings.length === 0) return absent(NOT_MEASURED);
  const windows = readings.map(({ window }) => window.usage[side].samples);
  return medianOf(windowRates(windows, counter), `${what} of the ${side} could not be read`);
}

/** In the busiest second of all rounds. */
export function peakPerS(
  readings: readonly Reading[],
  side: Side,
  what: string,
  counter: Counter<UsageSample>,
): Figure {
  return peak(readings, side, `${what} of the ${side}`, ({ samples }) =>
    stretchRates([samples], counter),
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
