/**
 * Moments of a window that a peak comes from: the largest values, and both ends of the second in which each
 * counter rose fastest. With them a choice of moments has the same peaks as all of them.
 */
import type { Moment } from './sampled-window.ts';
import { busiestStretch } from './stretches.ts';
import type { Counter } from './stretches.ts';

/** Null: not known. */
type Gauge = (moment: Moment) => number | null;

const SIDES = ['client', 'server'] as const;

/** Of each the largest value is told. */
const GAUGES: readonly Gauge[] = [
  ...SIDES.flatMap((side): Gauge[] => [
    (one) => one[side].rss_bytes,
    (one) => one[side].peak_rss_bytes,
    (one) => one[side].fds,
    (one) => one[side].sockets,
  ]),
  ({ tool }) => tool.rss_bytes,
  ({ tool }) => tool.fds,
  ({ tool }) => tool.sockets,
  ({ machine }) => machine.tcp_sockets,
  ({ machine }) => machine.time_wait_sockets,
  ({ machine }) =>
    machine.memory_available_bytes === null ? null : -machine.memory_available_bytes,
];

interface CounterOf {
  /** When it was read. */
  readonly at_ns: (moment: Moment) => number;
  readonly value: Gauge;
}

/** Of each the busiest second is told. */
const COUNTERS: readonly CounterOf[] = [
  ...SIDES.flatMap((side): CounterOf[] => {
    const at_ns: CounterOf['at_ns'] = (one) => one[side].at_ns;
    return [
      { at_ns, value: (one) => one[side].cpu_ns },
      {
        at_ns,
        value: (one) => sum(one[side].voluntary_switches, one[side].involuntary_switches),
      },
      { at_ns, value: (one) => sum(one[side].disk_read_bytes, one[side].disk_write_bytes) },
    ];
  }),
  ...[
    ({ machine }: Moment) => sum(machine.disk_read_bytes, machine.disk_write_bytes),
    ({ machine_cpu }: Moment) => machine_cpu?.steal_ns ?? null,
    ({ machine_cpu, client, server }: Moment) => {
      const sides = sum(client.cpu_ns, server.cpu_ns);
      return machine_cpu === null || sides === null ? null : machine_cpu.busy_ns - sides;
    },
  ].map((value): CounterOf => ({ at_ns: (one) => one.at_ns, value })),
];

function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

export function peakMoments(moments: readonly Moment[]): ReadonlySet<Moment> {
  return new Set([
    ...GAUGES.flatMap((gauge) => largestOf(moments, gauge)),
    ...COUNTERS.flatMap((counter) => busiestOf(moments, counter)),
  ]);
}

function largestOf(moments: readonly Moment[], gauge: Gauge): Moment[] {
  let largest: { readonly moment: Moment; readonly value: number } | null = null;
  for (const moment of moments) {
    const value = gauge(moment);
    if (value !== null && (largest === null || value > largest.value)) largest = { moment, value };
  }
  return largest === null ? [] : [largest.moment];
}

function busiestOf(moments: readonly Moment[], { at_ns, value }: CounterOf): Moment[] {
  const begin_ns = moments[0] === undefined ? 0 : at_ns(moments[0]);
  const samples = moments.map((moment) => ({ elapsed_ns: at_ns(moment) - begin_ns, moment }));
  const counter: Counter<(typeof samples)[number]> = ({ moment }) => value(moment);
  const busiest = busiestStretch(samples, counter);
  return busiest === null ? [] : [busiest.from.moment, busiest.to.moment];
}
