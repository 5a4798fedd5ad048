/** Windows of one pair that differ as those of a quiet machine do. */
import type { Random } from '../../simulate/random.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import type { ServiceFacts, Settings } from '../../src/plan/facts.ts';
import { type OrdinaryWindow, windowOf } from '../analyse/window-fixture.ts';
import { latenciesOf } from './latency-shapes.ts';

/** Windows to choose from; each round changes their length and their CPU time. */
export type PairWindows = readonly OrdinaryWindow[];

const VARIANTS = 6;
const LIMIT_RPS: Readonly<Record<string, number>> = { rust: 60_000, go: 45_000, cpp: 50_000 };
const SLOW_RPS = 15_000;
const NOISE_CV = 0.015;
const INTERVALS = { warmup: 5, window: 20 };

/** What clients of these languages print; in the default set they do. */
function formOf({ language }: ServiceFacts): 'pairs' | 'base64' {
  return language === 'rust' ? 'base64' : 'pairs';
}

export function pairWindows(
  server: ServiceFacts,
  client: ServiceFacts,
  settings: Settings,
  random: Random,
): PairWindows {
  const rps = Math.min(
    LIMIT_RPS[server.language] ?? SLOW_RPS,
    LIMIT_RPS[client.language] ?? SLOW_RPS,
  );
  return Array.from({ length: VARIANTS }, () => variant(client, rps, settings, random));
}

function variant(
  client: ServiceFacts,
  rps: number,
  settings: Settings,
  random: Random,
): OrdinaryWindow {
  const window = windowOf(client, rps * Math.exp(NOISE_CV * random.normal()), settings);
  const { result } = window.client_run;
  const requests = result.requests.window;
  const mean_ns = (0.97 * settings.connections * result.window_ns) / requests;
  const form = formOf(client);
  const rtt_ns = latenciesOf({ requests, mean_ns, spread: 0.3 }, form, random);
  const shape = { requests, mean_ns: 0.3 * mean_ns, spread: 0.65 };
  const server_latency_ns = latenciesOf(shape, form, random);
  return {
    ...window,
    client_run: {
      ...window.client_run,
      intervals: intervals(requests, result.window_ns, settings.warmup_ms * 1e6),
      result: { ...result, rtt_ns, server_latency_ns },
    },
  };
}

function intervals(requests: number, window_ns: number, warmup_ns: number) {
  const phase = (name: 'warmup' | 'window', count: number, length_ns: number) =>
    Array.from({ length: count }, (_, index) => ({
      phase: name,
      elapsed_ns: Math.round(((index + 1) * length_ns) / count),
      completed: Math.round(requests / INTERVALS.window),
      errors: 0,
    }));
  return [
    ...phase('warmup', INTERVALS.warmup, warmup_ns),
    ...phase('window', INTERVALS.window, window_ns),
  ];
}

export function windowOfRound(windows: PairWindows, random: Random): MeasuredWindow {
  const window = windows[random.index(windows.length)];
  if (window === undefined) throw new Error('a pair has windows');
  const { client_run, usage } = window;
  const { result } = client_run;
  const window_ns = Math.round(result.window_ns * Math.exp(0.004 * random.normal()));
  const cost = Math.exp(0.004 * random.normal());
  const dearer = ({ cpu_ns }: { readonly cpu_ns: number | null }): number =>
    Math.round((cpu_ns ?? 0) * cost);
  return {
    ...window,
    client_run: { ...client_run, result: { ...result, window_ns } },
    usage: {
      client: { ...usage.client, cpu_ns: dearer(usage.client) },
      server: { ...usage.server, cpu_ns: dearer(usage.server) },
    },
  };
}
