import { describe, expect, test } from '@jest/globals';
import { readCommandLine, UsageError } from '../../../services/clients/wrk/settings.mjs';

describe('the command line of wrk', () => {
  test('has the defaults of the contract, but for the length of the window', () => {
    expect(readCommandLine([])).toEqual({
      versions: false,
      format: 'text',
      settings: {
        ...{ url: 'http://127.0.0.1:8000', connections: 100, threads: 1 },
        ...{ warmup_ms: 1000, duration_ms: 5000, requests: null, rate_per_s: null },
        ...{ payload_bytes: 200, timeout_ms: 30_000, keep_alive: true },
      },
    });
  });

  test('is understood as the tool gives it', () => {
    const words =
      '--url http://[::1]:80/ --connections 8 --threads 2 --warmup 500ms --duration 2000ms ' +
      '--payload-bytes 100 --timeout 1000ms --no-keep-alive --format json';
    expect(readCommandLine(words.split(' '))).toMatchObject({
      format: 'json',
      settings: {
        ...{ connections: 8, threads: 2, warmup_ms: 500, duration_ms: 2000 },
        ...{ payload_bytes: 100, timeout_ms: 1000, keep_alive: false },
      },
    });
  });

  test.each([
    ['--duration 1500ms', '--duration: wrk knows whole seconds only, not "1500ms"'],
    ['--duration 0s', '--duration must be a duration such as 250ms, 1.5s or 3m, not "0s"'],
    ['--duration 1e3s', '--duration must be a duration such as 250ms, 1.5s or 3m, not "1e3s"'],
    ['--timeout 250ms', '--timeout: wrk knows whole seconds only, not "250ms"'],
    ['--requests 5000', '--requests: wrk runs for a time, not for a number of requests'],
    ['--rate 500', '--rate: wrk sends as fast as it can, it has no open loop'],
    [
      '--connections 100 --threads 3',
      '--connections: wrk gives each thread the same number, and 100 cannot be divided by 3',
    ],
    ['--connections 0', '--connections must be an integer from 1 to 65535, not "0"'],
    ['--payload-bytes 99', '--payload-bytes must be an integer from 100 to 65536, not "99"'],
    [`-${'a'.repeat(1_000_000)}`, 'a word has over 4096 characters'],
    ['a '.repeat(500_000), 'there are over 1000 words'],
    ['--format xml', '--format must be text or json, not "xml"'],
    ['--url https://a', '--url must be an http URL, not "https://a"'],
    ['--no-such-flag', "Unknown option '--no-such-flag'"],
  ])('%s is refused in one sentence', (words, message) => {
    expect(() => readCommandLine(words.split(' '))).toThrow(new UsageError(message));
  });
});
