// Counting over all workers, start and stop.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { MAIN, refusal, withServer } from './running-server.mjs';

const ORDER = '{"order_id":"a","symbol":"b","quantity":1,"price":2,"timestamp":3}';

/** For tests that wait for other processes. */
const LIMIT = { timeout: 30_000 };

/** Sends so many orders, each on a connection of its own. */
async function postOnNewConnections(port, times) {
  for (let i = 0; i < times; i += 1) {
    const agent = new Agent({ keepAlive: false });
    const headers = { 'Content-Type': 'application/json' };
    const request = httpRequest({ agent, port, method: 'POST', path: '/order', headers });
    request.end(ORDER);
    const [response] = await once(request, 'response');
    assert.equal(response.statusCode, 200);
    await text(response);
  }
}

test('/stats counts orders and connections over all workers, whoever answers it', async () => {
  await withServer({ WORKERS: '3' }, async ({ listening, stats }) => {
    await stats();
    await postOnNewConnections(listening.port, 7);
    for (let i = 0; i < 3; i += 1) {
      const { total_requests, connections_accepted } = await stats();
      assert.deepEqual(
        { total_requests, connections_accepted },
        {
          total_requests: 7,
          connections_accepted: 8,
        },
      );
    }
  });
});

for (const workers of ['1', '2']) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`${signal} ends it with code 0 although a connection is open, WORKERS=${workers}`, async () => {
      await withServer({ WORKERS: workers }, async ({ server, stats }) => {
        await stats();
        server.kill(signal);
        assert.deepEqual(await once(server, 'exit'), [0, null]);
      });
    });
  }
}

function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    return false;
  }
}

test('the workers end when the main process is killed', async () => {
  await withServer({ WORKERS: '2' }, async ({ server }) => {
    const workers = childrenOf(server.pid);
    assert.equal(workers.length, 2);
    server.kill('SIGKILL');
    await once(server, 'exit');
    while (workers.some(isAlive)) await delay(10);
  });
});

test('a worker that ends on its own ends the server with code 1', async () => {
  const server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', WORKERS: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(server.stdout, 'data');
  process.kill(childrenOf(server.pid)[0], 'SIGKILL');
  const [stderr, exit] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  assert.deepEqual(exit, [1, null]);
  assert.equal(stderr, 'a worker process ended on its own\n');
});

/** All that a process has handed to write(2), in bytes. */
function writtenBytes(pid) {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))[1]);
}

/** A worker writes less than 200 bytes before it asks whether it may listen, and then 147. */
const ASKED_BYTES = 250;

test('a worker that ends before it was told to listen ends the server, too', LIMIT, async () => {
  const server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', WORKERS: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    while (childrenOf(server.pid).length < 2) await delay(1);
    // The main process finds all questions at once, and nobody there for one of the answers.
    server.kill('SIGSTOP');
    const workers = childrenOf(server.pid);
    while (!workers.every((pid) => writtenBytes(pid) > ASKED_BYTES)) await delay(5);
    process.kill(workers[1], 'SIGKILL');
    while (isAlive(workers[1])) await delay(5);
    server.kill('SIGCONT');
    const [stderr, exit] = await Promise.all([text(server.stderr), once(server, 'exit')]);
    assert.deepEqual(exit, [1, null]);
    assert.equal(stderr, 'a worker process ended on its own\n');
  } finally {
    server.kill('SIGKILL');
  }
});

test('a taken port is one sentence and code 1, with workers too', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const PORT = String(taken.address().port);
  try {
    for (const WORKERS of ['1', '3']) {
      const { stdout, stderr, exitCode } = await refusal({ PORT, WORKERS });
      assert.deepEqual({ stdout, exitCode }, { stdout: '', exitCode: 1 });
      assert.match(stderr, /^cannot listen: .*EADDRINUSE.*\n$/);
    }
  } finally {
    taken.close();
  }
});

for (const [env, words] of [
  [{ PORT: '65536' }, []],
  [{ WORKERS: '0' }, []],
  [{ WORKERS: 'two' }, []],
  [{}, ['--port', '1']],
]) {
  test(`${JSON.stringify(env)} ${words.join(' ')} is refused with one sentence and code 2`, async () => {
    const { stdout, stderr, exitCode } = await refusal(env, words);
    assert.deepEqual({ stdout, exitCode }, { stdout: '', exitCode: 2 });
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  });
}

test('--versions prints one JSON object', async () => {
  const { stdout, exitCode } = await refusal({}, ['--versions']);
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(stdout), { node: process.versions.node });
});
