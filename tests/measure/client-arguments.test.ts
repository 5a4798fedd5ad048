import { describe, expect, test } from '@jest/globals';
import {
  clientArguments,
  misunderstoodSettings,
  type AskedSettings,
} from '../../src/measure/client-arguments.ts';

const settings: AskedSettings = {
  connections: 100,
  threads: 1,
  warmup_ms: 500,
  duration_ms: 2000,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 30_000,
  keep_alive: true,
};
const url = 'http://127.0.0.1:4711';

describe('clientArguments', () => {
  test('gives durations in whole milliseconds, and no flag for what is not set', () => {
    expect(clientArguments(settings, url).join(' ')).toBe(
      '--url http://127.0.0.1:4711 --connections 100 --threads 1 --warmup 500ms --duration 2000ms ' +
        '--payload-bytes 200 --timeout 30000ms --format json',
    );
  });

  test('gives requests, rate and --no-keep-alive where they are set', () => {
    const asked = {
      ...settings,
      duration_ms: null,
      requests: 5000,
      rate_per_s: 2.5,
      keep_alive: false,
    };
    expect(clientArguments(asked, url).join(' ')).toBe(
      '--url http://127.0.0.1:4711 --connections 100 --threads 1 --warmup 500ms --requests 5000 ' +
        '--rate 2.5 --payload-bytes 200 --timeout 30000ms --no-keep-alive --format json',
    );
  });
});

describe('misunderstoodSettings', () => {
  test('finds nothing when the client repeats all of them, the URL with a slash or without', () => {
    expect(misunderstoodSettings(settings, url, { ...settings, url: `${url}/` })).toEqual([]);
  });

  test('names each setting that came back differently', () => {
    const understood = { ...settings, url, threads: 2, keep_alive: false };
    expect(misunderstoodSettings(settings, url, understood)).toEqual([
      'hello.settings.threads: expected 1, got 2',
      'hello.settings.keep_alive: expected true, got false',
    ]);
  });
});
