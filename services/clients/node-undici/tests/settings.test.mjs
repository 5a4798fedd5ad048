// Flags, their defaults, and what is said of wrong ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine, UsageError } from '../src/settings.mjs';
import { runProcess } from './run-client.mjs';

const read = (text) => readCommandLine(text.split(' ').filter(Boolean)).settings;

test('the defaults are those of the contract', () => {
  assert.deepEqual(read(''), {
    url: 'http://127.0.0.1:8000',
    connections: 100,
    threads: 1,
    warmup_ms: 1000,
    duration_ms: null,
    requests: 5000,
    rate_per_s: null,
    payload_bytes: 200,
    timeout_ms: 30_000,
    keep_alive: true,
  });
});

for (const [text, ms] of [
  ['250ms', 250],
  ['2s', 2000],
  ['1.5s', 1500],
  ['2.3s', 2300],
  ['3m', 180_000],
]) {
  test(`${text} is ${ms} ms`, () => {
    const { duration_ms, requests } = read(`--duration ${text}`);
    assert.deepEqual({ duration_ms, requests }, { duration_ms: ms, requests: null });
  });
}

for (const words of [
  '--duration 2',
  '--duration 0s',
  '--duration 0.5ms',
  '--duration 1s --requests 5',
  '--connections 0',
  '--connections 1_0',
  '--connections 2 --threads 3',
  '--rate 0',
  '--rate nan',
  '--rate 1e3',
  '--payload-bytes 99',
  '--payload-bytes 65537',
  '--url https://127.0.0.1',
  '--url 127.0.0.1:8000',
  '--url http://127.0.0.1:8000?a=b',
  '--format xml',
  '--conn 5',
  '--unknown',
  'word',
  `--url http://${'a'.repeat(5000)}`,
]) {
  test(`"${words.slice(0, 40)}" is refused`, () => {
    assert.throws(() => read(words), UsageError);
  });
}

test('a wrong flag is one sentence on stderr and code 2', async () => {
  const { stdout, stderr, exitCode } = await runProcess(['--no-such-flag']);
  assert.deepEqual([stdout, exitCode], ['', 2]);
  assert.equal(stderr.trimEnd().split('\n').length, 1);
});
