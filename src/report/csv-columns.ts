/** The columns of the CSV export, units in their names. */
import type { LatencyAtRate } from '../analyse/result-comparison.ts';
import type { Cell, RunResult } from '../analyse/result.ts';
import { growthWords } from './growth.ts';

export interface CsvRow {
  readonly run: RunResult;
  /** A ceiling is a pair with a reference service that was not chosen. */
  readonly role: 'pair' | 'ceiling';
  readonly cell: Cell;
  /** Null: it was not measured at equal load. */
  readonly at_rate: LatencyAtRate | null;
}

export type Column<T> =
  | { readonly name: string; readonly kind: 'text'; readonly of: (row: T) => string }
  | { readonly name: string; readonly kind: 'number'; readonly of: (row: T) => number | null };

type CsvColumn = Column<CsvRow>;

const SEPARATOR = '; ';

function text(name: string, of: (row: CsvRow) => string | null | undefined): CsvColumn {
  return { name, kind: 'text', of: (row) => of(row) ?? '' };
}

function flag(name: string, of: (row: CsvRow) => boolean | undefined): CsvColumn {
  return text(name, (row) => of(row)?.toString());
}

function number(name: string, of: (cell: Cell) => number | null): CsvColumn {
  return { name, kind: 'number', of: ({ cell }) => of(cell) };
}

function atRate(name: string, of: (latency: LatencyAtRate) => number | null): CsvColumn {
  const value = ({ at_rate }: CsvRow): number | null => (at_rate === null ? null : of(at_rate));
  return { name: `at_rate_${name}`, kind: 'number', of: value };
}

function sides(name: (side: 'client' | 'server') => string, of: (cell: Cell) => Sides) {
  return (['server', 'client'] as const).map((side) =>
    number(name(side), (cell) => of(cell)[side]),
  );
}

interface Sides {
  readonly client: number | null;
  readonly server: number | null;
}

/** Numbers of the memory, and of all that may grow the words. */
function growth(): CsvColumn[] {
  return (['server', 'client', 'tool'] as const).flatMap((who) => [
    ...(['estimate', 'low', 'high'] as const).map((key) =>
      number(
        `${who}_rss_growth${key === 'estimate' ? '' : `_${key}`}_bytes_per_min`,
        ({ growth_per_min }) => growth_per_min?.rss_bytes[who]?.[key] ?? null,
      ),
    ),
    ...(['rss_bytes', 'fds', 'sockets'] as const).map((resource) =>
      text(`${who}_${GROWING[resource]}_growth`, ({ cell: { growth_per_min } }) =>
        growth_per_min === null ? null : growthWords(growth_per_min[resource][who], resource),
      ),
    ),
  ]);
}

const GROWING = { rss_bytes: 'memory', fds: 'fds', sockets: 'sockets' } as const;

const WHAT: readonly CsvColumn[] = [
  text('run_id', ({ run }) => run.run_id),
  text('label', ({ run }) => run.label),
  text('server', ({ cell }) => cell.server),
  text('client', ({ cell }) => cell.client),
  text('role', ({ role }) => role),
  text('status', ({ cell }) => cell.status),
  text('reasons', ({ cell }) => cell.reasons.join(SEPARATOR)),
  number('rounds_planned', (cell) => cell.rounds_planned),
  number('rounds_measured', (cell) => cell.rounds_measured),
  flag('disturbed', ({ cell }) => cell.disturbed),
  flag('bimodal', ({ cell }) => cell.bimodal),
  number('windows_left_out', (cell) => cell.gated.windows_left_out),
  number('windows_measured_again', (cell) => cell.repeats.length),
];

const THROUGHPUT: readonly CsvColumn[] = [
  number('throughput_req_per_s', (cell) => cell.throughput_rps.estimate),
  number('throughput_low_req_per_s', (cell) => cell.throughput_rps.low),
  number('throughput_high_req_per_s', (cell) => cell.throughput_rps.high),
  number('throughput_smallest_req_per_s', (cell) => cell.throughput_rps.smallest),
  number('throughput_largest_req_per_s', (cell) => cell.throughput_rps.largest),
  number('throughput_all_windows_req_per_s', (cell) => cell.gated.throughput_rps_all.estimate),
  text('limit', ({ cell }) => cell.bottleneck.verdict),
  text('limit_sentence', ({ cell }) => cell.bottleneck.sentence),
  text('lower_bound_of', ({ cell }) => cell.bound),
  number('of_server_ceiling_ratio', (cell) => cell.bottleneck.of_server_ceiling),
  number('of_client_ceiling_ratio', (cell) => cell.bottleneck.of_client_ceiling),
];

const PERCENTILES = ['mean', 'p50', 'p95', 'p99', 'p999', 'max'] as const;

const LATENCY: readonly CsvColumn[] = [
  ...PERCENTILES.map((key) => number(`rtt_${key}_ns`, (cell) => cell.rtt_ns[key])),
  ...(['mean', 'p50', 'p99'] as const).map((key) =>
    number(`server_latency_${key}_ns`, (cell) => cell.server_latency_ns[key]),
  ),
  number('send_delay_p99_ns', (cell) => cell.send_delay_ns?.p99 ?? null),
  number('unsent_requests', (cell) => cell.unsent),
  number('in_flight_requests', (cell) => cell.concurrency),
];

const AT_RATE: readonly CsvColumn[] = [
  text('at_rate_status', ({ at_rate }) => at_rate?.status),
  text('at_rate_reasons', ({ at_rate }) => at_rate?.reasons.join(SEPARATOR)),
  flag('at_rate_disturbed', ({ at_rate }) => at_rate?.disturbed),
  atRate('offered_req_per_s', ({ rate_per_s }) => rate_per_s),
  atRate('achieved_req_per_s', ({ achieved_per_s }) => achieved_per_s),
  ...(['p50', 'p99'] as const).flatMap((key) => [
    atRate(`${key}_ns`, (latency) => latency[`${key}_ns`].estimate),
    atRate(`${key}_low_ns`, (latency) => latency[`${key}_ns`].low),
    atRate(`${key}_high_ns`, (latency) => latency[`${key}_ns`].high),
  ]),
  atRate('send_delay_p99_ns', ({ send_delay_ns }) => send_delay_ns.p99),
  atRate('unsent_requests', ({ unsent }) => unsent),
];

const WATCHED: readonly CsvColumn[] = [
  ...sides(
    (side) => `${side}_cpu_us_per_request`,
    (cell) => cell.cpu_us_per_request,
  ),
  ...sides(
    (side) => `${side}_cpu_share`,
    (cell) => cell.cpu_utilisation,
  ),
  ...sides(
    (side) => `${side}_cpu_peak_share`,
    (cell) => cell.cpu_utilisation_peak,
  ),
  number('server_rss_peak_bytes', (cell) => cell.rss_bytes.server_peak),
  number('client_rss_peak_bytes', (cell) => cell.rss_bytes.client_peak),
  ...sides(
    (side) => `${side}_fds_peak_count`,
    (cell) => cell.fds_peak,
  ),
  ...sides(
    (side) => `${side}_sockets_peak_count`,
    (cell) => cell.sockets_peak,
  ),
  ...growth(),
  ...(['voluntary', 'involuntary'] as const).flatMap((key) =>
    sides(
      (side) => `${side}_${key}_switches_per_s`,
      ({ context_switches_per_s: { server, client } }) => ({
        ...{ server: server[key], client: client[key] },
      }),
    ),
  ),
  ...(['read', 'write'] as const).flatMap((key) =>
    sides(
      (side) => `${side}_disk_${key}_bytes_per_s`,
      ({ disk_bytes_per_s: { server, client } }) => ({ server: server[key], client: client[key] }),
    ),
  ),
  number('foreign_cpus_mean', (cell) => cell.machine.foreign_cpus.mean),
  number('foreign_cpus_peak', (cell) => cell.machine.foreign_cpus.max),
  number('steal_cpus_peak', (cell) => cell.machine.steal_cpus.max),
];

const COUNTED: readonly CsvColumn[] = [
  number('ok_requests', (cell) => cell.requests.ok),
  number('ok_outside_windows_requests', (cell) => cell.requests.ok_outside_windows),
  number('failed_requests', (cell) => cell.requests.failed),
  text('failed_by_kind', ({ cell }) =>
    Object.entries(cell.requests.by_kind)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(SEPARATOR),
  ),
  number('connections_opened_count', (cell) => cell.connections_opened),
  text('checks_failed', ({ cell }) =>
    cell.checks.flatMap(({ name, ok }) => (ok === false ? [name] : [])).join(SEPARATOR),
  ),
];

export const CSV_COLUMNS: readonly CsvColumn[] = [
  ...WHAT,
  ...THROUGHPUT,
  ...LATENCY,
  ...AT_RATE,
  ...WATCHED,
  ...COUNTED,
];
