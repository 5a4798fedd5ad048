import { describe, expect, test } from '@jest/globals';
import { checkServer } from '../../../src/measure/conformance/check-server.ts';
import { readVectors, type Vector } from '../../../src/measure/conformance/vectors.ts';
import { unusedUrl } from '../../../src/measure/conformance/scenarios/exits.ts';
import { ContractServer, type Answer, type Bend } from './contract-server.ts';

const vectors = await readVectors('services/vectors/orders.json');

function named(...names: readonly string[]): Vector[] {
  return names.map((name) => {
    const vector = vectors.find((candidate) => candidate.name === name);
    if (vector === undefined) {
      throw new Error(`no vector "${name}"`);
    }
    return vector;
  });
}

async function problemsOf(
  bend: Bend,
  sent: readonly Vector[] = named('a plain order', 'quantity is 1.0', 'GET /order'),
): Promise<string[]> {
  await using server = await ContractServer.start(bend);
  return await checkServer({
    url: server.url,
    vectors: sent,
    expectedToken: 'nonce',
    timeout_ms: 200,
  });
}

function body(answer: Answer, from: string | RegExp, to: string): Answer {
  return { ...answer, body: answer.body.replace(from, to) };
}

describe('a server that keeps the contract', () => {
  test('passes all vectors', async () => {
    await using server = await ContractServer.start();
    expect(await checkServer({ url: server.url, vectors, expectedToken: 'nonce' })).toEqual([]);
  });

  test('may close the connection after a body that is too long', async () => {
    const sent = named('body of 65537 bytes', 'a plain order', 'body of 1 MiB');
    const closing: Bend = (right) => (right.status === 413 ? { close_after: right } : right);
    expect(await problemsOf(closing, sent)).toEqual([]);
  });
});

describe('a server that others may be using', () => {
  test('is held to the shape of its statistics, not to its counts', async () => {
    let reads = 0;
    await using server = await ContractServer.start((right, { route }) =>
      route === 'GET /stats'
        ? body(right, /requests":\d+/, `requests":${(reads += 1) * 1000}`)
        : right,
    );
    expect(await checkServer({ url: server.url, vectors, stats: 'shape' })).toEqual([]);
    expect(await checkServer({ url: server.url, vectors })).toEqual([
      expect.stringMatching(/^GET \/stats -> rise of total_requests/),
    ]);
  });

  test('is told of statistics of another shape', async () => {
    await using server = await ContractServer.start((right, { route }) =>
      route === 'GET /stats' ? body(right, '"workers":1,', '') : right,
    );
    expect(await checkServer({ url: server.url, vectors, stats: 'shape' })).toEqual([
      expect.stringMatching(/^GET \/stats: .*workers/),
    ]);
  });
});

describe('a server without statistics', () => {
  const missing: Bend = (right, { route }) =>
    route.endsWith(' /stats') ? { ...right, status: 404 } : right;

  test('is held to the rest of the contract', async () => {
    await using server = await ContractServer.start(missing);
    expect(await checkServer({ url: server.url, vectors, stats: 'none' })).toEqual([]);
    expect(await checkServer({ url: server.url, vectors })).toContainEqual(
      expect.stringMatching(/^GET \/stats -> expected 200 and JSON, got 404/),
    );
  });

  test('is told of a wrong answer, and of a connection that it closes', async () => {
    const sent = named('quantity is 1.0', 'GET /order', 'a plain order');
    const closing: Bend = (right, asked) =>
      asked.route === 'GET /order'
        ? { close_after: { ...right, status: 200 } }
        : missing(right, asked);
    await using server = await ContractServer.start(closing);
    expect(await checkServer({ url: server.url, vectors: sent, stats: 'none' })).toEqual([
      expect.stringMatching(/^vector "GET \/order": GET \/order -> expected 405, got 200/),
      expect.stringMatching(/^vector "GET \/order": .* expected the connection to stay usable/),
    ]);
  });
});

describe('a wrong answer to an order', () => {
  const wrong: [string, (answer: Answer) => Answer, RegExp][] = [
    [
      'a latency that is off by one',
      (a) => ({
        ...a,
        body: a.body.replace(
          /"latency_ns":(\d+)/,
          (_, n) => `"latency_ns":${BigInt(n as string) + 1n}`,
        ),
      }),
      /with latency_ns = server_receive_time - client_send_time = \d+, got 200/,
    ],
    [
      'a send time that went through a double',
      (a) => body(a, '1764039641123456789', '1764039641123456800'),
      /"client_send_time":1764039641123456789/,
    ],
    ['times as strings', (a) => body(a, /_time":(\d+)/, '_time":"$1"'), /expected 200/],
    ['a time with a fraction', (a) => body(a, /_time":(\d+)/, '_time":$1.0'), /expected 200/],
    ['another order_id', (a) => body(a, '"v1"', '"v2"'), /"order_id":"v1"/],
    ['a field too many', (a) => body(a, '{', '{"more":1,'), /expected 200/],
    ['no JSON', (a) => body(a, '{', '{{'), /expected 200/],
    [
      'another content type',
      (a) => ({ ...a, headers: { 'Content-Type': 'text/plain' } }),
      /Content-Type application\/json, not "text\/plain"/,
    ],
    ['status 201', (a) => ({ ...a, status: 201 }), /got 201/],
    [
      'times in milliseconds',
      (a) => ({
        ...a,
        body: a.body.replace(
          /"server_receive_time":(\d{13})\d{6}(.*)"latency_ns":-?\d+/,
          (_, ms, between) =>
            `"server_receive_time":${ms as string}${between as string}"latency_ns":${BigInt(ms as string) - 1764039641123456789n}`,
        ),
      }),
      /server_receive_time in epoch nanoseconds/,
    ],
  ];

  test.each(wrong)('%s is found', async (_, change, problem) => {
    const problems = await problemsOf((right, { route }) =>
      route === 'POST /order' && right.status === 200 ? change(right) : right,
    );
    expect(problems[0]).toMatch(/^vector "a plain order": POST \/order \{"order_id":"v1".* -> /);
    expect(problems[0]).toMatch(problem);
  });
});

describe('a wrong answer to a faulty order', () => {
  test('an order taken in spite of its fault is shown with both answers', async () => {
    const lax: Bend = (right, { body: sent }) =>
      sent.includes('1.0') ? { ...right, status: 200, body: '{"status":"success"}' } : right;
    expect(await problemsOf(lax)).toEqual([
      'vector "quantity is 1.0": POST /order ' +
        '{"order_id":"v1","symbol":"AAPL","quantity":1.0,"price":150.25,"timestamp":1764039641123456789}' +
        ' -> expected 400 {"error":"quantity …"}, got 200 {"status":"success"}',
      'GET /stats -> rise of total_requests: expected 2, got 1',
    ]);
  });

  test('an error that does not begin with the field is found', async () => {
    const vague: Bend = (right) => body(right, 'quantity', 'the quantity');
    expect(await problemsOf(vague)).toEqual([
      expect.stringMatching(/"quantity is 1\.0".*expected 400 \{"error":"quantity …"\}, got 400/),
    ]);
  });

  test('404 instead of 405 is found', async () => {
    const muddled: Bend = (right) => (right.status === 405 ? { ...right, status: 404 } : right);
    expect(await problemsOf(muddled)).toEqual([
      'vector "GET /order": GET /order -> expected 405, got 404 {"error":"no"}',
    ]);
  });

  test('an unusual content type is named', async () => {
    const lax: Bend = (right) => (right.status === 415 ? { ...right, status: 404 } : right);
    expect(await problemsOf(lax, named('no content type', 'content type text/plain'))).toEqual([
      expect.stringContaining('POST /order (no Content-Type) {'),
      expect.stringContaining('POST /order (Content-Type: text/plain) {'),
    ]);
  });
});

describe('a connection that does not stay usable', () => {
  test.each([
    [
      'Connection: close',
      (right: Answer) => ({ ...right, headers: { ...right.headers, Connection: 'close' } }),
    ],
    ['a silent close', (right: Answer) => ({ close_after: right })],
  ])('after %s is blamed on the request before', async (_, end) => {
    const closing: Bend = (right) => (right.status === 400 ? end(right) : right);
    expect(await problemsOf(closing)).toContainEqual(
      expect.stringMatching(
        /^vector "quantity is 1\.0": .* expected the connection to stay usable/,
      ),
    );
  });

  test('is found after the last vector too', async () => {
    const closing: Bend = (right) => (right.status === 405 ? { close_after: right } : right);
    expect(await problemsOf(closing)).toContainEqual(
      expect.stringMatching(/^vector "GET \/order": .* expected the connection to stay usable/),
    );
  });
});

describe('a server that does not answer', () => {
  test('a hanging request is a problem, and the vectors behind it are sent', async () => {
    const hanging: Bend = (right, { route }) => (route === 'GET /order' ? 'hang' : right);
    const sent = named('GET /order', 'quantity is 1.0');
    expect(await problemsOf(hanging, sent)).toEqual([
      'vector "GET /order": GET /order -> expected 405, got no answer within 200 ms',
    ]);
  });

  test('the check stops after three of them, and says so', async () => {
    const hanging: Bend = (right, { route }) => (route === 'POST /order' ? 'hang' : right);
    const problems = await problemsOf(hanging, vectors);
    expect(problems).toHaveLength(4);
    expect(problems[3]).toBe(
      `stopped: 3 requests were not answered; ${vectors.length - 3} vectors were not sent`,
    );
  });

  test('a request dropped without an answer is a problem of its own', async () => {
    const dropping: Bend = (right, { route }) => (route === 'GET /order' ? 'drop' : right);
    expect(await problemsOf(dropping, named('GET /order', 'a plain order'))).toContainEqual(
      expect.stringMatching(
        /^vector "GET \/order": GET \/order -> expected 405, got .*UND_ERR_SOCKET/,
      ),
    );
  });

  test('nobody listening is one problem', async () => {
    const problems = await checkServer({ url: await unusedUrl('127.0.0.1'), vectors });
    expect(problems).toEqual([expect.stringMatching(/^GET \/stats: .*ECONNREFUSED/)]);
  });
});

describe('wrong statistics', () => {
  const wrong: [string, (answer: Answer) => Answer, string | RegExp][] = [
    [
      'another token',
      (a) => body(a, '"nonce"', '"other"'),
      'GET /stats -> token: expected nonce, got other',
    ],
    ['a missing field', (a) => body(a, '"workers":1,', ''), /^GET \/stats: .*workers/],
    [
      'a count as a string',
      (a) => body(a, /requests":(\d+)/, 'requests":"$1"'),
      /^GET \/stats: .*total_requests/,
    ],
    ['no JSON type', (a) => ({ ...a, headers: {} }), /^GET \/stats -> expected 200 and JSON/],
    [
      'orders that are not counted',
      (a) => body(a, /requests":\d+/, 'requests":0'),
      'GET /stats -> rise of total_requests: expected 1, got 0',
    ],
  ];

  test.each(wrong)('%s is found', async (_, change, problem) => {
    const problems = await problemsOf((right, { route }) =>
      route === 'GET /stats' ? change(right) : right,
    );
    expect(problems).toContainEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    );
  });

  test('requests counted as connections are found', async () => {
    let reads = 0;
    const problems = await problemsOf((right, { route }) =>
      route === 'GET /stats' ? body(right, /accepted":\d+/, `accepted":${(reads += 1)}`) : right,
    );
    expect(problems).toEqual(['GET /stats -> rise of connections_accepted: expected 0, got 1']);
  });
});
