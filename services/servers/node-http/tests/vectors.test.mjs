// All of services/vectors/orders.json over a real socket, with one process and with two.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TOKEN, withServer } from './running-server.mjs';

const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/orders.json', import.meta.url), 'utf8'),
);

function bodyOf({ body, body_base64, pad_to_bytes }) {
  if (body_base64 !== undefined) return Buffer.from(body_base64, 'base64');
  if (pad_to_bytes === undefined) return body;
  const padding = 'x'.repeat(pad_to_bytes - Buffer.byteLength(body) - '"padding":"",'.length);
  return body.replace('{', `{"padding":"${padding}",`);
}

const integerIn = (text, name) => BigInt(new RegExp(`"${name}":(-?\\d+)[,}]`).exec(text)[1]);

function checkAnswer({ name, expect }, { status, text, isReused }, mayBeNew) {
  assert.ok(expect.status.includes(status), `${name}: ${status} ${text}`);
  assert.ok(isReused || mayBeNew, `${name}: the connection before was closed`);
  const answer = JSON.parse(text);
  if (expect.order === undefined) {
    assert.ok(answer.error.startsWith(expect.error_field ?? ''), `${name}: ${answer.error}`);
    return;
  }
  assert.equal(answer.status, 'success');
  assert.equal(answer.order_id, expect.order.order_id);
  const sentNs = integerIn(text, 'client_send_time');
  assert.equal(String(sentNs), expect.order.client_send_time);
  assert.equal(integerIn(text, 'latency_ns'), integerIn(text, 'server_receive_time') - sentNs);
}

for (const workers of ['1', '2']) {
  test(`every vector is answered as the contract says, WORKERS=${workers}`, async () => {
    await withServer({ WORKERS: workers }, async ({ server, listening, send, stats }) => {
      assert.equal(listening.event, 'listening');
      assert.equal(listening.pid, server.pid);
      let mayBeNew = true;
      for (const vector of vectors) {
        const { method, path, headers, ...content } = vector.request;
        const answer = await send(method, path, bodyOf(content), headers);
        checkAnswer(vector, answer, mayBeNew);
        mayBeNew = vector.expect.may_close === true;
      }
      const { connections_accepted, ...counted } = await stats();
      assert.ok(connections_accepted >= 1);
      assert.deepEqual(counted, {
        server: 'node-http',
        build_id: 'build',
        token: TOKEN,
        pid: server.pid,
        workers: Number(workers),
        total_requests: vectors.filter(({ expect }) => expect.order).length,
      });
    });
  });
}
