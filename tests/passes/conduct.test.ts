import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { Journal } from '../../src/journal/journal.ts';
import { conductOf } from '../../src/passes/conduct.ts';
import { measureLatency } from '../../src/passes/latency.ts';
import { measureThroughput } from '../../src/passes/throughput.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { journal as exampleJournal } from '../analyse/fixtures.ts';
import { fixtureService } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const PAIR = { server: 'node-http', client: 'node-undici' };

/** One round of a pair that is its own reference, with all three kinds of windows. */
function planOf(settings: Plan['settings']): Plan {
  const [started] = exampleJournal();
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
  const block = { round: 1, server: PAIR.server, clients: [PAIR.client] };
  return {
    ...started.plan,
    ...{ settings, pairs: [PAIR], reference: PAIR },
    control: { warmup_ms: 50, duration_ms: 200 },
    latency: { warmup_ms: 50, duration_ms: 250, rate_per_s: 100 },
    blocks: (['control', 'throughput', 'latency'] as const).map((pass) => ({ pass, ...block })),
  };
}

/** Both passes, measured with real services; gives the journal as it is on the disk. */
async function measureAll(): Promise<readonly JournalEntry[]> {
  const context = measureContext();
  const plan = planOf(context.settings);
  const journal = Journal.create(path.join(tempFolder(), 'journal.ndjson'));
  const services = new Map([
    [serviceKey('server', PAIR.server), await fixtureService('server', PAIR.server)],
    [serviceKey('client', PAIR.client), await fixtureService('client', PAIR.client)],
  ]);
  const emit = (entry: JournalEntry): void => {
    journal.append(entry);
  };
  const overhead = { block_ms: 1, cell_ms: 1 };
  const measure = { ...context, emit };
  const conduct = conductOf({ plan, blocks: plan.blocks, journal, overhead, measure }, services);
  await measureLatency(await measureThroughput(conduct), conduct);
  journal.close();
  return journal.read();
}

describe('real windows', () => {
  it('have the length and the loop of their pass, and find their way into the record', async () => {
    const entries = await measureAll();
    const windows = entries.flatMap((entry) => {
      if (entry.type !== 'cell-measured') return [];
      const { warmup_ms, duration_ms, rate_per_s } = entry.window.client_run.hello.settings;
      return [{ pass: entry.pass, warmup_ms, duration_ms, rate_per_s }];
    });
    const ofPass = (pass: string): object[] => {
      const [first, ...again] = windows.filter((window) => window.pass === pass);
      for (const one of again) expect(one).toEqual(first);
      return first === undefined ? [] : [first];
    };
    expect([...ofPass('control'), ...ofPass('throughput'), ...ofPass('latency')]).toEqual([
      { pass: 'control', warmup_ms: 50, duration_ms: 200, rate_per_s: null },
      { pass: 'throughput', warmup_ms: 100, duration_ms: 300, rate_per_s: null },
      { pass: 'latency', warmup_ms: 50, duration_ms: 250, rate_per_s: 100 },
    ]);
    expect(entries.find(({ type }) => type === 'latency-rate')).toEqual({
      ...{ type: 'latency-rate', rate_per_s: 100, slowest: null },
    });
    expect(entries.filter(({ type }) => type === 'rounds-ended')).toMatchObject([
      { pass: 'throughput', rounds: 1, reason: 'planned' },
      { pass: 'latency', rounds: 1, reason: 'planned' },
    ]);
  });
});
