/** Journals of runs that never took place: figures are made so that Little's law and all counts hold. */
import type { HostFacts } from '../../src/host/facts.ts';
import { type JournalEntry, journalEntrySchema } from '../../src/journal/entries.ts';
import type { Block, Pass, Plan, ServiceFacts, Settings } from '../../src/plan/facts.ts';
import { settingsOfPass } from '../../src/plan/pass-settings.ts';
import { ceilingsOf, pairsAtRate } from '../../src/plan/passes.ts';
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

/** What sides and machine are held against, in runs that have it. */
const REFERENCE: readonly ServiceFacts[] = [
  service('server', 'reference', 'Reference', 'rust', 'epoll'),
  service('client', 'reference', 'Reference', 'rust', 'epoll'),
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
const REFERENCE_RPS = 150_000;
/** About half of the slowest pair's throughput. */
const LATENCY_RATE_PER_S = 4000;
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
  return { kind, load_only: false, name, title, language, library, external: null };
}

/** A complete run in which every pair was measured without a fault, and nothing but these pairs. */
export function journal(options: RunOptions = {}): JournalEntry[] {
  const { servers = SERVERS, clients = CLIENTS, settings = {} } = options;
  return journalOf(planOf(servers, clients, { ...SETTINGS, ...settings }));
}

/** The same with reference windows, ceilings, and a second pass at one equal rate. */
export function comparedJournal(options: RunOptions = {}): JournalEntry[] {
  return journalOf(comparedPlan(options));
}

export function comparedPlan(options: RunOptions = {}): Plan {
  const { servers = SERVERS, clients = CLIENTS, settings = {} } = options;
  return withReference(planOf(servers, clients, { ...SETTINGS, ...settings }));
}

function journalOf(plan: Plan): JournalEntry[] {
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
    ...passEntries('throughput', plan),
    ...(plan.latency === null ? [] : latencyEntries(plan)),
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

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function planOf(
  servers: readonly ServiceFacts[],
  clients: readonly ServiceFacts[],
  settings: Settings,
): Plan {
  return {
    profile: 'quick',
    seed: 42,
    settings,
    pinning: { server: [0], client: [1], note: null },
    services: [...servers, ...clients],
    pairs: servers.flatMap((server) =>
      clients.map((client) => ({ server: server.name, client: client.name })),
    ),
    blocks: numbersTo(settings.rounds).flatMap((round) =>
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

function withReference(plan: Plan): Plan {
  const { pairs, settings } = plan;
  const reference = { server: 'reference', client: 'reference' };
  const ceilings = ceilingsOf(pairs, reference);
  const all = [...pairs, ...ceilings];
  const timed = settings.rate_per_s === null ? pairsAtRate({ pairs, ceilings, reference }, []) : [];
  const control: Omit<Block, 'round'> = {
    ...{ pass: 'control', server: reference.server, clients: [reference.client] },
  };
  const turns = (pass: Pass, some: readonly Plan['pairs'][number][]): Omit<Block, 'round'>[] =>
    [...new Set(some.map(({ server }) => server))].map((server) => ({
      ...{ pass, server },
      clients: some.flatMap((pair) => (pair.server === server ? [pair.client] : [])),
    }));
  const rounds = numbersTo(settings.rounds);
  return {
    ...plan,
    services: [...plan.services, ...REFERENCE],
    reference,
    ceilings,
    control: { warmup_ms: 250, duration_ms: 1000 },
    latency: timed.length === 0 ? null : { warmup_ms: 250, duration_ms: 800, rate_per_s: null },
    blocks: [
      ...rounds.flatMap((round) =>
        turns('throughput', all).flatMap((turn) => [
          ...(turn.server === reference.server ? [] : [{ ...control, round }]),
          { ...turn, round },
        ]),
      ),
      ...rounds.flatMap((round) => turns('latency', timed).map((turn) => ({ ...turn, round }))),
    ],
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

function latencyEntries(plan: Plan): JournalEntry[] {
  const [pair] = plan.pairs;
  if (pair === undefined) throw new Error('a run has pairs');
  const slowest = { ...pair, throughput_rps: 2 * LATENCY_RATE_PER_S };
  return [
    { type: 'latency-rate', rate_per_s: LATENCY_RATE_PER_S, slowest },
    ...passEntries('latency', plan),
  ];
}

/** Reference windows come in the rounds of the throughput. */
function passEntries(pass: Exclude<Pass, 'control'>, plan: Plan): JournalEntry[] {
  const { rounds } = plan.settings;
  const passes = pass === 'throughput' ? ['control', pass] : [pass];
  return [
    ...numbersTo(rounds).flatMap((round): JournalEntry[] => [
      ...plan.blocks
        .filter((block) => passes.includes(block.pass) && block.round === round)
        .flatMap((block) => blockEntries(block, plan)),
      { type: 'round-finished', pass, round },
    ]),
    { type: 'rounds-ended', pass, rounds, reason: 'planned' },
  ];
}

function serviceOf(kind: ServiceFacts['kind'], name: string, { services }: Plan): ServiceFacts {
  const found = services.find((one) => one.kind === kind && one.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function limitRps({ kind, name, language }: ServiceFacts): number {
  if (name === 'reference') return REFERENCE_RPS;
  return (kind === 'server' ? SERVER_RPS : CLIENT_RPS)[language] ?? 20_000;
}

function blockEntries({ pass, round, server, clients }: Block, plan: Plan): JournalEntry[] {
  const settings = settingsOfPass(pass, plan, LATENCY_RATE_PER_S);
  const serverLimit = limitRps(serviceOf('server', server, plan));
  const measured = clients.map((name): JournalEntry => {
    const client = serviceOf('client', name, plan);
    const rps =
      Math.min(serverLimit, limitRps(client)) *
      (ROUND_FACTOR[(round - 1) % ROUND_FACTOR.length] ?? 1);
    const window = windowOf(client, rps, settings);
    return { type: 'cell-measured', pass, round, server, client: name, window };
  });
  const place = { pass, round, server };
  return [
    {
      type: 'server-started',
      ...place,
      instance: `process ${100 + round}.12345`,
      port: 40_000 + round,
      ready_ms: 12,
      log_file: `logs/${server}-${round}.log`,
    },
    ...measured,
    { type: 'server-stopped', ...place, how: 'SIGTERM', stop_ms: 20 },
  ];
}
