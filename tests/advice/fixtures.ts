/** Windows and answers of lines that were never measured. */
import type { WindowFigures } from '../../src/analyse/selection/window-figures.ts';
import type { Answer, Outcome } from '../../advice/answer.ts';
import { lineHash } from '../../advice/answer.ts';
import type { ComparedLine, Line } from '../../advice/line.ts';
import type { MeasuredSide } from '../../advice/measure/compare-sides.ts';

export const LINE: ComparedLine = {
  id: 'example',
  advice: 'Use the fast loop.',
  concerns: 'server',
  by: 'speed',
  advised: 'first',
  sides: [
    { name: 'the fast loop', server: 'py', client: 'lean' },
    { name: 'the slow loop', server: 'py@slow', client: 'lean' },
  ],
};

/** What differs from one round to the next, for both sides alike and for each by itself. */
const SHARED = [1, 0.9, 1.1, 0.95, 1.05, 1];
const OWN = [1, 1.004, 0.997, 1.002, 0.999, 1.001];

/** One for each round; `factor`: of the CPU time. */
function windows(factor: number, change: Partial<WindowFigures> = {}): WindowFigures[] {
  return SHARED.map((shared, index) => {
    const cost = factor * shared * (OWN[(index + (factor > 1 ? 2 : 0)) % OWN.length] ?? 1);
    return {
      ...{ pass: 'throughput', round: index + 1, server: 'py', client: 'lean', order: index },
      ...{ connections: 32, open_loop: false, window_ms: 1000, watched_ms: 1000 },
      rps: 10_000 / cost,
      client_cpu_us: 10,
      server_cpu_us: 100 * cost,
      client_busy: 0.1,
      server_busy: 1,
      ...{ foreign_cpus: 0, foreign_cpus_peak: 0, steal_cpus: 0, throttled_cpus: 0 },
      p50_ns: 3_000_000 * cost,
      p99_ns: 6_000_000 * cost,
      broken: [],
      ...change,
    };
  });
}

export function side(
  name: string,
  factor: number,
  limit: MeasuredSide['limit'] = 'server',
  change: Partial<WindowFigures> = {},
): MeasuredSide {
  return { name, windows: windows(factor, change), limit };
}

export function answer(line: Line, outcome: Outcome, machine = 'here'): Answer {
  return {
    schema: 'pairbench.advice/1',
    id: line.id,
    line: lineHash(line),
    machine,
    builds: { 'server/py': 'abc', 'client/lean': 'def' },
    rounds: 6,
    window_ms: 1000,
    measured_at: '2026-11-26T20:00:00.000Z',
    outcome,
  };
}
