// The parts that stand alone: clock, bodies, answers, failures, distribution, phases, pacing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import hdr from 'hdr-histogram-js';
import { EpochDigits, mainOrigin, nowNs } from '../src/clock.mjs';
import { mergeDistributions, percentile, Recorder } from '../src/distribution.mjs';
import { asFailure, countFailure, mergeCounts } from '../src/failures.mjs';
import { OrderBuilder, serverLatencyNs } from '../src/orders.mjs';
import { OpenLoop } from '../src/pacing.mjs';
import { Phases, Tickets } from '../src/phases.mjs';
import { REPORTS } from '../src/report.mjs';

test('the digits of the epoch time are exact, over the end of a second too', () => {
  const digits = new EpochDigits();
  for (const timeNs of [0, 1, 999_999_999, 1_000_000_000, 123_456_789_012_345]) {
    assert.equal(digits.at(timeNs), String(mainOrigin.epochNs + BigInt(timeNs)));
  }
  const aheadMs = Number(BigInt(digits.at(nowNs())) / 1_000_000n) - Date.now();
  assert.ok(Math.abs(aheadMs) < 1000);
});

for (const [bytes, idDigits] of [
  [100, 12],
  [104, 16],
  [116, 28],
  [117, 16],
  [200, 16],
  [65_536, 16],
]) {
  test(`a body of ${bytes} bytes has an order_id of ${idDigits} digits`, () => {
    const builder = new OrderBuilder(bytes, 1, 3);
    builder.nextId();
    const id = builder.nextId();
    const body = builder.bodyOf(id, nowNs());
    assert.equal(body.length, bytes);
    assert.equal(id, '4'.padStart(idDigits, '0'));
    assert.equal(JSON.parse(body).order_id, id);
  });
}

const answer = (fields) =>
  JSON.stringify({ status: 'success', order_id: 'a', latency_ns: -5, ...fields });

test('a good answer gives its latency, negative ones too', () => {
  assert.equal(serverLatencyNs(200, answer(), 'a'), -5);
});

for (const [name, status, text, kind] of [
  ['a wrong order_id', 200, answer({ order_id: 'b' }), 'bad_body'],
  ['no success', 200, answer({ status: 'failure' }), 'bad_body'],
  ['no latency', 200, answer({ latency_ns: null }), 'bad_body'],
  ['a latency of more than 64 bits', 200, answer({ latency_ns: 1e20 }), 'bad_body'],
  ['no JSON', 200, 'hello', 'bad_body'],
  ['null', 200, 'null', 'bad_body'],
  ['status 503', 503, answer(), 'http_status'],
]) {
  test(`an answer with ${name} is a failure of kind ${kind}`, () => {
    assert.throws(() => serverLatencyNs(status, text, 'a'), { kind });
  });
}

test('failures are counted by kind, and status codes one by one', () => {
  const counts = {};
  for (const code of ['ECONNREFUSED', 'EMFILE', 'EMFILE', 'EXYZ']) {
    const error = Object.assign(new Error(code), { code, syscall: 'connect' });
    countFailure(counts, asFailure(error));
  }
  countFailure(counts, { kind: 'http_status', status: 503 });
  const all = { refused: 1, fd_limit: 2, other: 1, http_status: { 503: 1 } };
  assert.deepEqual(counts, all);
  assert.deepEqual(mergeCounts(counts, { refused: 1, http_status: { 404: 1, 503: 2 } }), {
    ...all,
    refused: 2,
    http_status: { 404: 1, 503: 3 },
  });
});

test('a fault of the program is not counted as a failed request', () => {
  assert.throws(() => asFailure(new TypeError('x is not a function')), TypeError);
});

const distributionOfAll = (values) => {
  const recorder = new Recorder();
  for (const ns of values) recorder.record(ns);
  return recorder.distribution();
};
const distributionOf = (...values) => distributionOfAll(values);

test('values outside 0 to 60 s are only counted, and 0 is recorded as 1', () => {
  const { histogram, ...rest } = distributionOf(-1, 0, 3, 60e9, 60e9 + 1);
  assert.deepEqual(rest, {
    count: 3,
    sum: 60_000_000_004n,
    min: 1,
    max: 60e9,
    over_range: 1,
    negative: 1,
  });
  assert.equal(typeof histogram, 'string');
});

test('every value comes into the bucket that the library has for it', () => {
  for (let ns = 1; ns <= 60e9; ns = Math.ceil(ns * 1.0137)) {
    for (const value of [ns, 2 ** Math.floor(Math.log2(ns)), 2 ** Math.ceil(Math.log2(ns)) - 1]) {
      if (value < 1 || value > 60e9) continue;
      const own = hdr.decodeFromCompressedBase64(distributionOf(value).histogram, 64);
      assert.equal(own.totalCount, 1);
      const kept = own.getValueAtPercentile(50);
      assert.equal(kept, own.highestEquivalentValue(value), `${value} became ${kept}`);
    }
  }
});

test('a sum is exact beyond what a number can hold', () => {
  const values = Array.from({ length: 200_000 }, (_, i) => 59_999_999_999 - (i % 2));
  assert.equal(distributionOfAll(values).sum, 100_000n * (59_999_999_999n + 59_999_999_998n));
});

test('distributions add up, empty ones too', () => {
  const empty = distributionOf();
  assert.deepEqual([empty.min, empty.max, percentile(empty, 50)], [null, null, NaN]);
  const [a, b] = [distributionOf(-1, 100, 200), distributionOf(300, 400, 61e9)];
  const sum = mergeDistributions(mergeDistributions(empty, a), b);
  const { count, min, max, over_range, negative } = sum;
  assert.deepEqual([count, min, max, over_range, negative], [4, 100, 400, 1, 1]);
  assert.equal(sum.sum, 1000n);
  assert.equal(percentile(sum, 50), 200);
});

const SETTINGS = { warmup_ms: 0, duration_ms: null, rate_per_s: null };

function completedIn(settings, tickets, ...timesMs) {
  const phases = new Phases(100e6, { ...SETTINGS, ...settings }, tickets);
  const changes = [];
  phases.onChange = () => changes.push(phases.current.name);
  for (const timeMs of timesMs) phases.succeeded(timeMs * 1e6, 1, 1, 0);
  const { requests, window_ns } = phases.account();
  return { requests: Object.values(requests), window_ms: window_ns / 1e6, changes };
}

test('the time of a completion decides its phase, even if no timer has fired', () => {
  const settings = { warmup_ms: 10, duration_ms: 20 };
  const counted = completedIn(settings, null, 105, 109, 110, 129, 130, 500);
  assert.deepEqual(counted, { requests: [2, 2, 2], window_ms: 20, changes: ['window', 'drain'] });
});

test('the Nth completion ends the window; what has no ticket belongs to the drain', () => {
  const memory = Tickets.shared(2);
  const { requests, window_ms } = completedIn({}, new Tickets(memory), 101, 105, 106);
  assert.deepEqual({ requests, window_ms }, { requests: [0, 2, 1], window_ms: 5 });
  const late = completedIn({}, new Tickets(memory), 107);
  assert.deepEqual(late.requests, [0, 0, 1]);
});

test('a thread learns without a completion of its own that all requests are taken', () => {
  const phases = new Phases(0, SETTINGS, new Tickets(Tickets.shared(0)));
  phases.advance(7);
  assert.ok(phases.haveEnded);
});

test('the open loop gives out due times in order, and counts what was never sent', () => {
  const startNs = nowNs() - 100e6; // so the first hundred are due already
  const sent = [];
  const share = { first: 0, step: 1 };
  const loop = new OpenLoop((lane, dueNs) => sent.push([lane, dueNs]), 1000, startNs, share);
  loop.offer('a');
  loop.offer('b');
  assert.deepEqual(sent, [
    ['a', startNs],
    ['b', startNs + 1e6],
  ]);
  const { due, unsent } = loop.account(startNs + 1e6, startNs + 11e6);
  assert.deepEqual({ due, unsent }, { due: 10, unsent: 9 });
});

test('who waits for a due time is given back at the end', () => {
  const never = () => assert.fail('sent');
  const loop = new OpenLoop(never, 0.001, nowNs(), { first: 1, step: 1 });
  loop.offer('a');
  assert.deepEqual(loop.end(), ['a']);
});

test('the shares of a rate add up to it', () => {
  const dueOf = (first) =>
    new OpenLoop(() => {}, 999, 0, { first, step: 3 }).account(500e6, 1500e6).due;
  assert.deepEqual([0, 1, 2].map(dueOf), [333, 333, 333]);
});

test('integers beyond a number are written as text', (context) => {
  const write = context.mock.method(process.stdout, 'write', () => true);
  REPORTS.json({ a: 2n ** 60n, b: 7n });
  const [written] = write.mock.calls[0].arguments;
  write.mock.restore();
  assert.equal(written, '{"a":"1152921504606846976","b":7}\n');
});
