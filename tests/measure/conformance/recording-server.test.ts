import { describe, expect, test } from '@jest/globals';
import { checkServer } from '../../../src/measure/conformance/check-server.ts';
import { Probe } from '../../../src/measure/conformance/probe.ts';
import {
  RecordingServer,
  type ReplyRule,
} from '../../../src/measure/conformance/recording-server.ts';
import type { Reply } from '../../../src/measure/conformance/traffic.ts';
import { orderBody } from './model-order.ts';

const right: ReplyRule = () => 'right';
const now_ns = () => BigInt(Date.now()) * 1_000_000n;

function order(count: number, timestamp_ns = now_ns()) {
  const { order_id, body } = orderBody(count, timestamp_ns, 200);
  const request = {
    method: 'POST',
    path: '/order',
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(body),
  };
  return { order_id, timestamp_ns, request };
}

describe('RecordingServer', () => {
  test('keeps the server contract for the orders that clients send', async () => {
    await using server = await RecordingServer.start(200, right);
    const vectors = [1, 2, 3].map((count) => {
      const { order_id, timestamp_ns, request } = order(count);
      const expected = { order_id, client_send_time: timestamp_ns };
      return {
        name: order_id,
        request,
        expect: { status: [200], order: expected, may_close: false },
      };
    });
    expect(await checkServer({ url: server.url, vectors })).toEqual([]);
    expect(server.traffic.problems.join()).not.toContain('form');
  });

  test('records orders with their connection, and how they were answered', async () => {
    await using server = await RecordingServer.start(200, ({ index }) =>
      index === 1 ? 'status_503' : 'right',
    );
    await using probe = new Probe(server.url, 5000);
    const exchanges = [await probe.send(order(1).request), await probe.send(order(2).request)];
    expect(exchanges.map((e) => (e.kind === 'answer' ? e.answer.status : e.reason))).toEqual([
      200, 503,
    ]);
    expect(server.traffic.orders).toMatchObject([
      { index: 0, order_id: '0000000000000001', connection: { id: 0 }, answer: { reply: 'right' } },
      {
        index: 1,
        order_id: '0000000000000002',
        connection: { id: 0 },
        answer: { reply: 'status_503' },
      },
    ]);
    expect(server.traffic.in_flight).toBe(0);
  });

  test('a cut answer is broken for the client', async () => {
    await using server = await RecordingServer.start(200, () => 'cut');
    await using probe = new Probe(server.url, 5000);
    expect(await probe.send(order(1).request)).toMatchObject({ kind: 'broken' });
    expect(server.traffic.answered('cut')).toHaveLength(1);
  });

  test('a held answer waits for its condition, and counts as in flight', async () => {
    await using server = await RecordingServer.start(200, async ({ index }, traffic) => {
      await traffic.until(() => traffic.orders.length === 2, 5000);
      return index === 0 ? 'right' : 'status_503';
    });
    await using first = new Probe(server.url, 5000);
    await using second = new Probe(server.url, 5000);
    const exchanges = await Promise.all([
      first.send(order(1).request),
      second.send(order(2).request),
    ]);
    expect(exchanges.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
    expect(server.traffic.max_in_flight).toBe(2);
  });

  test('notes what breaks the contract once, with the number of times', async () => {
    await using server = await RecordingServer.start(200, right);
    await using probe = new Probe(server.url, 5000);
    const future = order(7, now_ns() + 1_000_000_000_000n).request;
    await probe.send(future);
    await probe.send(future);
    await probe.send({ method: 'GET', path: '/', headers: {}, body: null });
    expect(server.traffic.problems).toEqual([
      expect.stringMatching(
        /^timestamp is the time of sending in epoch nanoseconds: broken 2 times, first by order 0{15}7/,
      ),
      'order_id is unique within the run: broken 1 times, first by order_id 0000000000000007',
      expect.stringMatching(/^timestamp is fresh for each request: broken 1 times/),
      'only POST /order and GET /stats are asked for: broken 1 times, first by GET /',
    ]);
  });

  test('an order that the client gives up on is not counted as answered', async () => {
    await using server = await RecordingServer.start(
      200,
      async ({ connection }, traffic): Promise<Reply> => {
        await traffic.until(() => connection.closed, 5000);
        return 'right';
      },
    );
    await using probe = new Probe(server.url, 50);
    expect(await probe.send(order(1).request)).toMatchObject({ kind: 'silence' });
    await server.traffic.until(() => server.traffic.in_flight === 0, 5000);
    expect(server.traffic.answered('right')).toEqual([]);
  });
});
