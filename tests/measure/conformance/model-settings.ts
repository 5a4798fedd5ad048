/** Reads the model client's command line; its durations are always whole milliseconds. */
import { parseArgs } from 'node:util';
import type { ClientSettings } from '../../../src/measure/client-events.ts';

const string = { type: 'string' } as const;

const OPTIONS = {
  url: string,
  connections: string,
  threads: string,
  warmup: string,
  duration: string,
  requests: string,
  rate: string,
  'payload-bytes': string,
  timeout: string,
  format: string,
  'no-keep-alive': { type: 'boolean', default: false },
} as const;

/** Null: a wrong flag or value. */
export function readSettings(args: readonly string[]): ClientSettings | null {
  const values = parsed(args);
  const payload_bytes = number(values?.['payload-bytes']) ?? 200;
  return values === null || payload_bytes < 100
    ? null
    : {
        url: values.url ?? 'http://127.0.0.1:8000',
        connections: number(values.connections) ?? 100,
        threads: number(values.threads) ?? 1,
        warmup_ms: number(values.warmup) ?? 1000,
        duration_ms: number(values.duration),
        requests: number(values.requests),
        rate_per_s: number(values.rate),
        payload_bytes,
        timeout_ms: number(values.timeout) ?? 30_000,
        keep_alive: !values['no-keep-alive'],
      };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch {
    return null;
  }
}

function number(value: string | undefined): number | null {
  return value === undefined ? null : Number(value.replace(/ms$/, ''));
}
