// The client as a whole, against a server that does what the test wants.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import hdr from 'hdr-histogram-js';
import { answerTo, withServer } from './fake-server.mjs';
import { runClient, runProcess } from './run-client.mjs';

const succeed = () => undefined;
const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);

/** What holds for every run that was carried out to its end. */
function checkConsistency({ result, named, events, stderr, exitCode }, server) {
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  for (const name of ['rtt_ns', 'server_latency_ns']) {
    const { count, over_range, negative, histogram } = result[name];
    assert.equal(hdr.decodeFromCompressedBase64(histogram, 64).totalCount, count);
    assert.equal(count + over_range + negative, result.requests.window);
  }
  const [end] = named('window_end');
  assert.equal(end.completed, result.requests.window);
  assert.equal(end.elapsed_ns, result.window_ns);
  assert.equal(end.errors, result.failure_rtt_ns.count);
  assert.equal(result.connections_opened, server.connections);
  const order = events.map(({ event }) => event).filter((event) => event !== 'interval');
  assert.deepEqual(order, ['hello', 'connected', 'measuring', 'window_end', 'result']);
}

for (const [connections, threads] of [
  [1, 1],
  [7, 1],
  [100, 1],
  [7, 2],
  [33, 3],
]) {
  test(`${connections} connections on ${threads} threads are opened once, and all orders counted`, async () => {
    await withServer(succeed, async (server) => {
      const flags = `--connections ${connections} --threads ${threads} --warmup 100ms --duration 250ms`;
      const run = await runClient(server.url, flags);
      checkConsistency(run, server);
      const { requests, window_ns } = run.result;
      assert.equal(run.named('connected')[0].connections, connections);
      assert.equal(server.connections, connections);
      assert.equal(total(requests), server.bodies.length);
      assert.equal(window_ns, 250_000_000);
      const ids = new Set(server.bodies.map((body) => JSON.parse(body).order_id));
      assert.equal(ids.size, server.bodies.length);
      assert.equal(server.heads[0]['content-type'], 'application/json');
      assert.ok(run.events.some(({ phase }) => phase === 'window'));
    });
  });
}

for (const threads of [1, 2]) {
  test(`a window of N requests ends with the Nth, failures counted, on ${threads} threads`, async () => {
    const everyOther = (number) => (number % 2 === 0 ? { status: 503 } : undefined);
    await withServer(everyOther, async (server) => {
      const flags = `--connections 4 --threads ${threads} --warmup 0s --requests 301`;
      const run = await runClient(server.url, flags);
      checkConsistency(run, server);
      const { requests, errors, errors_outside_window } = run.result;
      const failed = errors.http_status[503];
      assert.equal(requests.window + failed, 301);
      const outside = errors_outside_window.http_status?.[503] ?? 0;
      assert.equal(total(requests) + failed + outside, server.bodies.length);
    });
  });
}

test('hello repeats what was understood', async () => {
  await withServer(succeed, async (server) => {
    const load = '--connections 3 --warmup 0s --requests 9 --rate 500';
    const { named } = await runClient(
      `${server.url}/`,
      `${load} --payload-bytes 300 --timeout 5s --no-keep-alive`,
    );
    const [{ schema, name, settings }] = named('hello');
    assert.deepEqual([schema, name], ['pairbench.client/1', 'node-undici']);
    assert.deepEqual(settings, {
      url: server.url,
      connections: 3,
      threads: 1,
      warmup_ms: 0,
      duration_ms: null,
      requests: 9,
      rate_per_s: 500,
      payload_bytes: 300,
      timeout_ms: 5000,
      keep_alive: false,
    });
    assert.ok(server.bodies.every((body) => body.length === 300));
  });
});

test('without keep-alive each request has a connection of its own', async () => {
  await withServer(succeed, async (server) => {
    const flags = '--no-keep-alive --connections 5 --warmup 0s --requests 50';
    const run = await runClient(server.url, flags);
    checkConsistency(run, server);
    assert.equal(run.named('connected')[0].connections, 0);
    assert.equal(run.result.connections_opened, server.bodies.length);
    assert.ok(server.heads.every(({ connection }) => connection === 'close'));
  });
});

for (const threads of [1, 2]) {
  test(`the open loop has its due times and delays, on ${threads} threads`, async () => {
    await withServer(succeed, async (server) => {
      const load = `--connections 4 --threads ${threads} --warmup 100ms --duration 500ms`;
      const run = await runClient(server.url, `--rate 200 ${load}`);
      checkConsistency(run, server);
      const { rate_per_s, due, send_delay_ns } = run.result.open_loop;
      assert.deepEqual([rate_per_s, due], [200, 100]);
      const { count, over_range, negative } = send_delay_ns;
      assert.equal(count + over_range, run.result.requests.window);
      assert.equal(negative, 0);
    });
  });
}

test('a stall of the open loop counts from the due time, and as unsent', async () => {
  const stall = (number) => (number === 3 ? 'hang' : undefined);
  await withServer(stall, async (server) => {
    const load = '--connections 1 --warmup 0s --duration 300ms --timeout 600ms';
    const run = await runClient(server.url, `--rate 100 ${load}`);
    checkConsistency(run, server);
    const { due, unsent } = run.result.open_loop;
    assert.deepEqual({ due, unsent }, { due: 30, unsent: 27 });
    assert.deepEqual(run.result.errors_outside_window, { request_timeout: 1 });
  });
});

const wrongId = { body: answerTo({ order_id: 'another' }) };
for (const [name, fault, errors] of [
  ['status 503', { status: 503 }, { http_status: { 503: 1 } }],
  ['status 307', { status: 307 }, { http_status: { 307: 1 } }],
  ['no JSON', { body: 'no json' }, { bad_body: 1 }],
  ['a wrong order_id', wrongId, { bad_body: 1 }],
  ['a body cut off', 'cut', { eof: 1 }],
  ['a closed connection', 'close', { eof: 1 }],
  ['a reset connection', 'reset', { reset: 1 }],
  ['no answer', 'hang', { request_timeout: 1 }],
]) {
  test(`${name} is counted by its kind, and the load goes on`, async () => {
    const fifth = (number) => (number === 5 ? fault : undefined);
    await withServer(fifth, async (server) => {
      const flags = '--connections 2 --warmup 0s --requests 500 --timeout 2s';
      const run = await runClient(server.url, flags);
      checkConsistency(run, server);
      // What is never answered may be given up only after the window.
      assert.deepEqual({ ...run.result.errors, ...run.result.errors_outside_window }, errors);
      assert.equal(run.result.requests.window + run.result.failure_rtt_ns.count, 500);
    });
  });
}

for (const threads of [1, 2]) {
  test(`a server that dies gives a result with counted errors, on ${threads} threads`, async () => {
    const dies = (number, order, server) => {
      if (number === 100) server.die();
    };
    await withServer(dies, async (server) => {
      const flags = `--connections 4 --threads ${threads} --warmup 0s --duration 300ms`;
      const run = await runClient(server.url, flags);
      const { connections_opened } = run.result;
      // One that the kernel took for a server that is about to close is opened, and never accepted.
      assert.ok(connections_opened >= server.connections);
      checkConsistency(run, { connections: connections_opened });
      assert.ok(run.result.errors.refused > 0);
      assert.ok(run.result.requests.window < 110);
    });
  });

  test(`a refused first connection fails the run, on ${threads} threads`, async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address();
    taken.close();
    await once(taken, 'close');
    const { events, exitCode } = await runClient(
      `http://127.0.0.1:${port}`,
      `--threads ${threads}`,
    );
    assert.equal(exitCode, 1);
    assert.deepEqual(
      events.map(({ event }) => event),
      ['hello', 'failed'],
    );
    assert.equal(events.at(-1).kind, 'refused');
  });
}

test('too few file descriptors have a kind of their own', async () => {
  await withServer(succeed, async (server) => {
    const prefix = ['prlimit', '--nofile=60'];
    const { events, exitCode } = await runClient(server.url, '--connections 100', prefix);
    assert.deepEqual([exitCode, events.at(-1).kind], [1, 'fd_limit']);
  });
});

test('negative and huge server latencies are only counted', async () => {
  const huge = (number, order) => ({
    body: answerTo(order, `${number % 2 ? '-' : ''}${2n ** 62n}`),
  });
  await withServer(huge, async (server) => {
    const run = await runClient(server.url, '--connections 1 --warmup 0s --requests 10');
    checkConsistency(run, server);
    const { negative, over_range, count, min, max } = run.result.server_latency_ns;
    assert.deepEqual([negative, over_range, count, min, max], [5, 5, 0, null, null]);
  });
});

test('text is a block on stdout, and a failed run a sentence on stderr', async () => {
  await withServer(succeed, async (server) => {
    const words = ['--url', server.url, '--requests', '50', '--warmup', '0s'];
    const { stdout, stderr, exitCode } = await runProcess(words);
    assert.deepEqual([stderr, exitCode], ['', 0]);
    assert.match(stdout, /^Successful: +50$/m);
    assert.match(stdout, /^RTT P99: +\d+\.\d{3} ms$/m);
    server.die();
    const failed = await runProcess(words);
    assert.deepEqual([failed.stdout, failed.exitCode], ['', 1]);
    assert.equal(failed.stderr.trimEnd().split('\n').length, 1);
  });
});

test('proxy variables are ignored', async () => {
  await withServer(succeed, async (server) => {
    const proxy = 'http://127.0.0.1:9';
    const prefix = ['env', `HTTP_PROXY=${proxy}`, `http_proxy=${proxy}`, `ALL_PROXY=${proxy}`];
    const run = await runClient(server.url, '--connections 1 --warmup 0s --requests 5', prefix);
    checkConsistency(run, server);
  });
});

test('--versions prints one JSON object', async () => {
  const { stdout, exitCode } = await runProcess(['--versions']);
  assert.equal(exitCode, 0);
  assert.deepEqual(Object.keys(JSON.parse(stdout)), ['undici', 'hdr-histogram-js', 'node']);
});
