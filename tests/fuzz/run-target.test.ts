import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { runTarget } from '../../fuzz/run-target.ts';

const LIMIT_MS = 50;
const OPTIONS = { inputs: 1, seed: 1, sizes: [], limit_cpu_ms: LIMIT_MS };

function failureWith(check: () => void): string | null {
  const target = { name: 'slow', about: '', inputs: fc.string(), frames: [], check };
  return runTarget(target, OPTIONS).failure;
}

test('an input that takes too much CPU time is found', () => {
  const started = process.cpuUsage();
  const usedMs = () => process.cpuUsage(started).user / 1000;
  const failure = failureWith(() => {
    while (usedMs() < 10 * LIMIT_MS);
  });
  expect(failure).toMatch(/it took \d+ ms of CPU time/);
});

test('one that only waits for the machine is not', () => {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  const wait = () => Atomics.wait(nothing, 0, 0, 4 * LIMIT_MS);
  expect(failureWith(wait)).toBeNull();
});
