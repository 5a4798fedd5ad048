/** The model client's books: latencies, and failures by kind. */
import type { ClientErrors, Latencies } from '../../../src/measure/client-events.ts';

export class Tally {
  readonly values: number[] = [];

  latencies(): Latencies {
    const pairs = new Map<number, number>();
    this.values.forEach((value) =>
      pairs.set(Math.max(value, 1), (pairs.get(Math.max(value, 1)) ?? 0) + 1),
    );
    return {
      count: this.values.length,
      sum: this.values.reduce((a, b) => a + b, 0),
      min: this.values.length === 0 ? null : Math.min(...this.values),
      max: this.values.length === 0 ? null : Math.max(...this.values),
      over_range: 0,
      negative: 0,
      histogram: [...pairs].sort(([a], [b]) => a - b),
    };
  }
}

export class FailureCounts {
  readonly #counts = new Map<string, number>();

  add(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((a, b) => a + b, 0);
  }

  get errors(): ClientErrors {
    const all = [...this.#counts];
    const codes = all.filter(([kind]) => kind.startsWith('http_status '));
    const kinds = all.filter(([kind]) => !kind.startsWith('http_status '));
    const http_status = Object.fromEntries(codes.map(([kind, count]) => [kind.slice(-3), count]));
    return { ...Object.fromEntries(kinds), ...(codes.length === 0 ? {} : { http_status }) };
  }
}

export class Failure extends Error {}

export function kindOf(error: unknown): string {
  if (error instanceof Failure) {
    return error.message;
  }
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError') {
    return 'request_timeout';
  }
  const kinds = { ECONNREFUSED: 'refused', ECONNRESET: 'reset', UND_ERR_SOCKET: 'eof' };
  return Object.entries(kinds).find(([known]) => known === code)?.[1] ?? 'other';
}
