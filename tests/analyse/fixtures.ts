/** Journals of runs that never took place: figures are made so that Little's law and all counts hold. */
import type { HostFacts } from '../../src/host/facts.ts';
import { type JournalEntry, journalEntrySchema } from '../../src/journal/entries.ts';
import type { Plan, ServiceFacts, Settings } from '../../src/plan/facts.ts';
import { windowOf } from './window-fixture.ts';

export const SERVERS: readonly ServiceFacts[] = [
  service('server', 'go-gin', 'Gin', 'go', 'gin'),
  service('server', 'python-fastapi', 'FastAPI', 'python', 'fastapi'),
  service('server', 'rust-actix', 'Actix Web', 'rust', 'actix-web'),
];
export const CLIENTS: readonly ServiceFacts[] = [
  service('client', 'cpp-cpr', 'cpr', 'cpp', 'cpr'),
  service('client', 'python-aiohttp', 'aiohttp', 'python', 'aiohttp'),
  service('client', 'rust-reqwest', 'reqwest', 'rust', 'reqwest'),
];

const SETTINGS: Settings = {
  connections: 100,
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
};

const HOST: HostFacts = {
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
};

/** Requests per second of the slowest language's pair, by language; a pair is limited by its slower side. */
const SERVER_RPS: Record<string, number> = { rust: 98_000, go: 51_000, python: 8_200 };
const CLIENT_RPS: Record<string, number> = { rust: 61_000, cpp: 47_000, python: 15_500 };
const ROUND_FACTOR = [1, 0.972, 1.013];

export interface RunOptions {
  readonly servers?: readonly ServiceFacts[];
  readonly clients?: readonly ServiceFacts[];
  readonly settings?: Partial<Settings>;
}

export function service(
  kind: ServiceFacts['kind'],
  name: string,
  title: string,
  language: string,
  library: string,
): ServiceFacts {
  return { kind, name, title, language, library, external: null };
}

/** A complete run in which every pair was measured without a fault. */
export function journal({
  servers = SERVERS,
  clients = CLIENTS,
  settings: changes = {},
}: RunOptions = {}): JournalEntry[] {
  const settings = { ...SETTINGS, ...changes };
  const plan = planOf(servers, clients, settings);
  const entries: JournalEntry[] = [
    {
      type: 'run-started',
      schema: 'pairbench.journal/1',
      run_id: '20260102-030405-ab12',
      label: null,
      started_at: '2026-01-02T03:04:05.000Z',
      tool_version: '0.1.0',
      runtime: 'process',
      runtime_about: 'process (as asked)',
      runtime_options: {},
      owner: '4711',
      host: HOST,
      plan,
    },
    ...plan.services.flatMap(builtAndVerified),
    { type: 'measuring-started', expected_ms: plan.expected_ms },
    ...plan.blocks.flatMap((block) => blockEntries(block, servers, clients, settings)),
    {
      type: 'rounds-ended',
      pass: 'throughput',
      rounds: settings.rounds,
      reason: 'planned',
    },
    {
      type: 'run-finished',
      status: 'complete',
      finished_at: '2026-01-02T03:05:35.000Z',
      duration_ms: 90_000,
      host: HOST,
    },
  ];
  return entries.map((entry) => journalEntrySchema.parse(entry));
}

function planOf(
  servers: readonly ServiceFacts[],
  clients: readonly ServiceFacts[],
  settings: Settings,
): Plan {
  const rounds = Array.from({ length: settings.rounds }, (_, index) => index + 1);
  return {
    profile: 'quick',
    seed: 42,
    settings,
    pinning: { server: [0], client: [1], note: null },
    services: [...servers, ...clients],
    pairs: servers.flatMap((server) =>
      clients.map((client) => ({ server: server.name, client: client.name })),
    ),
    blocks: rounds.flatMap((round) =>
      servers.map((server) => ({
        pass: 'throughput' as const,
        round,
        server: server.name,
        clients: clients.map(({ name }) => name),
      })),
    ),
    reference: null,
    ceilings: [],
    control: null,
    latency: null,
    stop: { throughput_precision: null, p99_precision: null, max_time_ms: null },
    expected_ms: 90_000,
    expected_range_ms: { low_ms: 81_000, high_ms: 99_000 },
  };
}

function builtAndVerified({ kind, name, library }: ServiceFacts): JournalEntry[] {
  const versions: Record<string, string> =
    library === 'cpr'
      ? { cpr: '1.12.0', libcurl: '7.88.1', cpr_source: 'Debian source package' }
      : { [library]: '1.2.3' };
  return [
    {
      type: 'build-finished',
      kind,
      service: name,
      fingerprint: `fingerprint-of-${name}`,
      binary: `binary-of-${name}`,
      cached: true,
      duration_ms: 3,
      versions,
    },
    { type: 'verify-finished', kind, service: name, cached: true, duration_ms: 1, problems: [] },
  ];
}

function blockEntries(
  block: Plan['blocks'][number],
  servers: readonly ServiceFacts[],
  clients: readonly ServiceFacts[],
  settings: Settings,
): JournalEntry[] {
  const { round, server } = block;
  const serverFacts = servers.find(({ name }) => name === server);
  const measured = clients.map((client): JournalEntry => {
    const limit_rps = Math.min(
      SERVER_RPS[serverFacts?.language ?? ''] ?? 20_000,
      CLIENT_RPS[client.language] ?? 20_000,
    );
    const rps = limit_rps * (ROUND_FACTOR[(round - 1) % ROUND_FACTOR.length] ?? 1);
    return {
      type: 'cell-measured',
      pass: 'throughput',
      round,
      server,
      client: client.name,
      window: windowOf(client, rps, settings),
    };
  });
  return [
    {
      type: 'server-started',
      pass: 'throughput',
      round,
      server,
      instance: `process ${100 + round}.12345`,
      port: 40_000 + round,
      ready_ms: 12,
      log_file: `logs/${server}-${round}.log`,
    },
    ...measured,
    { type: 'server-stopped', pass: 'throughput', round, server, how: 'SIGTERM', stop_ms: 20 },
    { type: 'round-finished', pass: 'throughput', round },
  ];
}
