import { describe, expect, test } from '@jest/globals';
import { readCommandLine, UsageError } from '../../../services/clients/ab/settings.mjs';

describe('the command line of ab', () => {
  test('has the defaults of the contract', () => {
    expect(readCommandLine([])).toEqual({
      versions: false,
      format: 'text',
      settings: {
        ...{ url: 'http://127.0.0.1:8000', connections: 100, threads: 1 },
        ...{ warmup_ms: 1000, duration_ms: null, requests: 5000, rate_per_s: null },
        ...{ payload_bytes: 200, timeout_ms: 30_000, keep_alive: true },
      },
    });
  });

  test('is understood as the tool gives it', () => {
    const words =
      '--url http://[::1]:80/ --connections 8 --threads 1 --warmup 500ms --duration 2000ms ' +
      '--payload-bytes 100 --timeout 1000ms --no-keep-alive --format json';
    expect(readCommandLine(words.split(' '))).toMatchObject({
      format: 'json',
      settings: {
        ...{ connections: 8, threads: 1, warmup_ms: 500, duration_ms: 2000, requests: null },
        ...{ payload_bytes: 100, timeout_ms: 1000, keep_alive: false },
      },
    });
  });

  test('may ask for a number of requests', () => {
    expect(readCommandLine(['--requests', '250'])).toMatchObject({
      settings: { duration_ms: null, requests: 250 },
    });
  });

  test.each([
    ['--duration 1500ms', '--duration: ab knows whole seconds only, not "1500ms"'],
    ['--duration 0s', '--duration must be a duration such as 250ms, 1.5s or 3m, not "0s"'],
    ['--duration 1e3s', '--duration must be a duration such as 250ms, 1.5s or 3m, not "1e3s"'],
    ['--timeout 250ms', '--timeout: ab knows whole seconds only, not "250ms"'],
    ['--duration 1s --requests 500', '--duration and --requests exclude each other'],
    ['--requests 0', '--requests must be an integer from 1 to 10000000, not "0"'],
    [
      '--requests 99',
      '--requests: ab sends at least one on each of 100 connections, not 99 in all',
    ],
    ['--rate 500', '--rate: ab sends as fast as it can, it has no open loop'],
    ['--threads 2', '--threads: ab has one, not "2"'],
    ['--connections 0', '--connections must be an integer from 1 to 20000, not "0"'],
    ['--connections 20001', '--connections must be an integer from 1 to 20000, not "20001"'],
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
