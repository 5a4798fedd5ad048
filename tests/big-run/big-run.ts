/** A long run of nine pairs, as its journal would have it; the same seed is the same run, byte by byte. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type Random, seeded } from '../../simulate/random.ts';
import type { JournalEntry, RunStarted } from '../../src/journal/entries.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { CLIENTS, journal, SERVERS } from '../analyse/fixtures.ts';
import { type PairWindows, pairWindows, windowOfRound } from './windows.ts';

interface BigRun {
  readonly rounds: number;
  readonly seed: number;
}

/** Of windows that others disturb, and that are measured again. */
const DISTURBED_SHARE = 0.03;

/** Gives the bytes written; only one entry at a time is in memory. */
export function writeBigRun(folder: string, { rounds, seed }: BigRun): number {
  mkdirSync(folder, { recursive: true });
  const file = openSync(path.join(folder, 'journal.ndjson'), 'wx');
  let [seq, bytes] = [0, 0];
  try {
    for (const entry of entriesOf(rounds, seeded(seed))) {
      seq += 1;
      bytes += writeSync(file, formatLine(seq, entry));
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

function* entriesOf(rounds: number, random: Random): Generator<JournalEntry> {
  const small = journal({ settings: { rounds: 1 } });
  const started = small.find((entry): entry is RunStarted => entry.type === 'run-started');
  if (started === undefined) throw new Error('a journal begins with its run');
  const windows = new Map(
    SERVERS.flatMap((server) =>
      CLIENTS.map((client) => [
        `${server.name}:${client.name}`,
        pairWindows(server, client, started.plan.settings, random),
      ]),
    ),
  );
  const isMeasured = ({ type }: JournalEntry): boolean => /^(server|cell|round)/.test(type);
  const [first, last] = [
    small.findIndex(isMeasured),
    small.findIndex(({ type }) => type === 'run-finished'),
  ];
  for (const entry of small.slice(0, first))
    yield entry.type === 'run-started' ? longRun(entry, rounds) : entry;
  for (let round = 1; round <= rounds; round += 1) yield* roundOf(round, started, windows, random);
  yield { type: 'rounds-ended', pass: 'throughput', rounds, reason: 'planned' };
  yield* small.slice(last);
}

function longRun(started: RunStarted, rounds: number): RunStarted {
  const { plan } = started;
  const blocks = Array.from({ length: rounds }, (_, index) =>
    plan.blocks.map((block) => ({ ...block, round: index + 1 })),
  ).flat();
  return { ...started, plan: { ...plan, blocks, settings: { ...plan.settings, rounds } } };
}

function* roundOf(
  round: number,
  { plan }: RunStarted,
  windows: ReadonlyMap<string, PairWindows>,
  random: Random,
): Generator<JournalEntry> {
  for (const { server, clients } of plan.blocks) {
    const place = { pass: 'throughput', round, server } as const;
    const log_file = `logs/${server}-${round}.log`;
    const instance = `process ${1000 + round}.12345`;
    yield { type: 'server-started', ...place, instance, port: 40_000, ready_ms: 12, log_file };
    for (const client of clients) {
      const pair = windows.get(`${server}:${client}`);
      if (pair === undefined) throw new Error(`${server}:${client} is not planned`);
      const cell = { ...place, client };
      yield { type: 'cell-started', ...cell };
      if (random.uniform() < DISTURBED_SHARE) {
        const window = { ...windowOfRound(pair, random), foreign_cpus: 0.4 };
        yield { type: 'cell-measured', ...cell, window };
        const why = 'others kept 0.40 of a CPU busy';
        yield { type: 'cell-repeated', ...cell, gate: 'interference', why };
        yield { type: 'cell-started', ...cell };
      }
      yield { type: 'cell-measured', ...cell, window: windowOfRound(pair, random) };
    }
    yield { type: 'server-stopped', ...place, how: 'SIGTERM', stop_ms: 20 };
  }
  yield { type: 'round-finished', pass: 'throughput', round };
}
