/** The command line that gives a client its settings, and the check that the client understood them. */
import type { ClientSettings } from './client-events.ts';

/** What is asked of a client; the URL is known only once the server listens. */
export type AskedSettings = Readonly<Omit<ClientSettings, 'url'>>;

export function clientArguments(settings: AskedSettings, url: string): string[] {
  return [
    ...flag('--url', url),
    ...flag('--connections', settings.connections),
    ...flag('--threads', settings.threads),
    ...duration('--warmup', settings.warmup_ms),
    ...duration('--duration', settings.duration_ms),
    ...flag('--requests', settings.requests),
    ...flag('--rate', settings.rate_per_s),
    ...flag('--payload-bytes', settings.payload_bytes),
    ...duration('--timeout', settings.timeout_ms),
    ...(settings.keep_alive ? [] : ['--no-keep-alive']),
    ...flag('--format', 'json'),
  ];
}

/** One sentence for each setting that the client's `hello` repeats differently: a flag that it ignored. */
export function misunderstoodSettings(
  asked: AskedSettings,
  url: string,
  understood: ClientSettings,
): string[] {
  const expected: ClientSettings = { ...asked, url };
  const names = Object.keys(expected) as (keyof ClientSettings)[];
  return names
    .filter((name) => !sameSetting(name, expected[name], understood[name]))
    .map(
      (name) =>
        `hello.settings.${name}: expected ${JSON.stringify(expected[name])}, ` +
        `got ${JSON.stringify(understood[name])}`,
    );
}

function flag(name: string, value: string | number | null): string[] {
  return value === null ? [] : [name, String(value)];
}

function duration(name: string, value_ms: number | null): string[] {
  return flag(name, value_ms === null ? null : `${value_ms}ms`);
}

/** A URL may come back with the slash that URL parsers add. */
function sameSetting(name: keyof ClientSettings, expected: unknown, got: unknown): boolean {
  const plain = (value: unknown) => (name === 'url' ? String(value).replace(/\/$/, '') : value);
  return plain(expected) === plain(got);
}
