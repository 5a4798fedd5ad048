/** Cells and results of runs that never took place, for reports to show. */
import {
  type Cell,
  RUN_SCHEMA,
  type RunResult,
  runResultSchema,
} from '../../src/analyse/result.ts';
import type { Interval } from '../../src/analyse/result-comparison.ts';
import type { ServiceFacts } from '../../src/plan/facts.ts';

const CONNECTIONS = 100;

export type Service = RunResult['environment']['services'][number];

export function service(
  kind: ServiceFacts['kind'],
  name: string,
  title = 'Title',
  language = 'rust',
): Service {
  return {
    kind,
    load_only: false,
    name,
    title,
    language,
    library: 'library',
    external: null,
    build_id: `fingerprint-of-${kind}-${name}`,
    versions: { library: '1.2.3' },
  };
}

/** An interval that is `share` wide to each side. */
export function around(estimate: number, share: number): Interval {
  return { estimate, low: estimate / (1 + share), high: estimate * (1 + share) };
}

export const NO_INTERVAL: Interval = { estimate: null, low: null, high: null };

const PAIR = { client: 0.97, server: 0.81 };
const DISK = { read: 0, write: 5000, peak: 10_000 };
const SWITCHES = { voluntary: 12_500, involuntary: 200, peak: 12_700 };
const MACHINE: Cell['machine'] = {
  foreign_cpus: { mean: 0.02, max: 0.05 },
  steal_cpus: { mean: 0, max: 0 },
  tool_cpus: 0.01,
  memory_available_bytes_min: 5e9,
  disk_bytes_per_s: { read: 0, write: 1e5, peak: 1e5 },
  tcp_sockets_peak: 230,
  time_wait_sockets_peak: 3,
};

/** A valid cell of three rounds whose closed loop obeys Little's law. */
export function cellOf(
  server: string,
  client: string,
  rps: number,
  changes: Partial<Cell> = {},
): Cell {
  const mean_ns = (CONNECTIONS / rps) * 1e9;
  const throughput = around(rps, 0.019);
  return {
    server,
    client,
    status: 'valid',
    reasons: [],
    rounds_planned: 3,
    rounds_measured: 3,
    disturbed: false,
    bimodal: false,
    throughput_rps: {
      ...throughput,
      smallest: rps * 0.987,
      largest: rps * 1.013,
      rounds: [0.987, 1, 1.013].map((factor, index) => ({ round: index + 1, rps: rps * factor })),
    },
    rtt_ns: {
      mean: mean_ns,
      p50: Math.round(0.85 * mean_ns),
      p95: Math.round(1.6 * mean_ns),
      p99: Math.round(2.2 * mean_ns),
      p999: Math.round(3.1 * mean_ns),
      max: Math.round(4.4 * mean_ns),
    },
    server_latency_ns: { mean: 60_000, p50: 60_000, p99: 60_000, negative: 0 },
    send_delay_ns: null,
    unsent: null,
    concurrency: 99,
    cpu_us_per_request: { client: 0.97e6 / rps, server: 0.81e6 / rps },
    cpu_utilisation: PAIR,
    cpu_utilisation_peak: PAIR,
    rss_bytes: { client_peak: 24e6, server_peak: 41e6 },
    fds_peak: { client: 112, server: 112 },
    sockets_peak: { client: 102, server: 102 },
    growth_per_min: null,
    context_switches_per_s: { client: SWITCHES, server: SWITCHES },
    disk_bytes_per_s: { client: DISK, server: DISK },
    machine: MACHINE,
    requests: { ok: Math.round(rps * 6), ok_outside_windows: 1000, failed: 0, by_kind: {} },
    bottleneck: {
      verdict: 'unknown',
      client_busy: null,
      server_busy: null,
      of_server_ceiling: null,
      of_client_ceiling: null,
      sentence: 'the CPU use is not known and there are no ceilings',
    },
    bound: null,
    gated: { windows_left_out: 0, by_gate: {}, throughput_rps_all: throughput },
    repeats: [],
    connections_opened: CONNECTIONS,
    absent: {
      growth_per_min: 'windows of less than 30 s do not tell it',
      send_delay_ns: 'only in an open loop',
      unsent: 'only in an open loop',
    },
    checks: [],
    ...changes,
  };
}

/** As a cell becomes that cannot be believed: without the figures that could be compared. */
export function notValid(
  cell: Cell,
  status: 'invalid' | 'failed' | 'skipped',
  reason: string,
): Cell {
  const { rounds } = cell.throughput_rps;
  return {
    ...cell,
    status,
    reasons: [reason],
    throughput_rps: { ...NO_INTERVAL, smallest: null, largest: null, rounds },
    rtt_ns: { mean: null, p50: null, p95: null, p99: null, p999: null, max: null },
    cpu_us_per_request: { client: null, server: null },
    bottleneck: { ...cell.bottleneck, verdict: 'unknown', sentence: `the cell is ${status}` },
    bound: null,
    gated: { ...cell.gated, throughput_rps_all: NO_INTERVAL },
  };
}

/** A complete run that compares nothing; what it is of comes with the changes. */
export function resultOf(services: readonly Service[], changes: Partial<RunResult>): RunResult {
  const cells = changes.cells ?? [];
  const having = (status: Cell['status']): number =>
    cells.filter((cell) => cell.status === status).length;
  return runResultSchema.parse({
    ...NOTHING_COMPARED,
    environment: { ...ENVIRONMENT, services },
    counts: {
      planned: cells.length,
      valid: having('valid'),
      invalid: having('invalid'),
      failed: having('failed'),
      skipped: having('skipped'),
    },
    ...changes,
  });
}

const ENVIRONMENT: RunResult['environment'] = {
  tool_version: '0.1.0',
  runtime_about: 'process (as asked)',
  host: {
    kernel: '6.1.0',
    distribution: 'Debian GNU/Linux 12',
    architecture: 'x86_64',
    cpu_model: 'Example CPU',
    cpus_allowed: [0, 1],
    cpus_online: 2,
    governor: null,
    virtualised: true,
    memory_bytes: 8 * 1024 ** 3,
    nofile_soft: 20_000,
    nofile_hard: 20_000,
    sysctl: { 'net.core.somaxconn': '4096' },
    node_version: 'v20.19.0',
  },
  changed_during_run: [],
  pinning: { server: [0], client: [1], note: null },
  services: [],
};

const NOTHING_COMPARED: RunResult = {
  schema: RUN_SCHEMA,
  run_id: '20260102-030405-ab12',
  label: null,
  seed: 42,
  status: 'complete',
  profile: 'quick',
  runtime: 'process',
  started_at: '2026-01-02T03:04:05.000Z',
  finished_at: '2026-01-02T03:07:35.000Z',
  duration_ms: 210_000,
  settings: {
    connections: CONNECTIONS,
    threads: 1,
    workers: 1,
    warmup_ms: 500,
    duration_ms: 2000,
    requests: null,
    rate_per_s: null,
    payload_bytes: 200,
    timeout_ms: 30_000,
    keep_alive: true,
    rounds: 3,
  },
  environment: ENVIRONMENT,
  notices: [],
  counts: { planned: 0, valid: 0, invalid: 0, failed: 0, skipped: 0 },
  cells: [],
  ceilings: [],
  reference: null,
  latency_at_rate: [],
  rankings: [],
  variations: [],
  curves: [],
  effects: null,
  effects_absent: 'fewer than two servers and two clients have cells that are no bounds',
  noise_floor: {
    windows: 0,
    throughput_cv: null,
    throughput_cv_all: null,
    cpu_us_per_request_cv: null,
    slow_windows: 0,
    absent: 'there are no reference windows',
  },
  thresholds: [],
  minimum_detectable_ratio: {
    throughput: null,
    p99_at_rate: null,
    absent: 'fewer than two cells are valid',
  },
  passes: [{ pass: 'throughput', rounds: 3, reason: 'planned' }],
};

/** A copy with something else in it, which is still a result. */
export function changed(result: RunResult, change: (copy: RunResult) => void): RunResult {
  const copy = structuredClone(result);
  change(copy);
  return runResultSchema.parse(copy);
}
