// A server that records each order and answers, or misbehaves, as a test wants.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export const answerTo = (order, latencyNs = '1000') =>
  `{"status":"success","order_id":"${order.order_id}","server_receive_time":1764039641123456789,` +
  `"client_send_time":1,"latency_ns":${latencyNs}}`;

/**
 * `behave(number, order)` gives {status, body}, or 'cut', 'close', 'reset' or 'hang'; nothing: a success.
 * `seen.die()` stops listening and ends all connections.
 */
export async function withServer(behave, use) {
  const seen = { bodies: [], heads: [], connections: 0 };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'GET') return response.end('{}');
    seen.heads.push(request.headers);
    const order = JSON.parse(body);
    const told = behave(seen.bodies.push(body), order, seen) ?? { body: answerTo(order) };
    return misbehave(told, response) ?? answer(told, response);
  });
  seen.die = () => {
    server.close();
    server.closeAllConnections();
  };
  server.on('connection', () => {
    seen.connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  seen.url = `http://127.0.0.1:${server.address().port}`;
  try {
    await use(seen);
  } finally {
    seen.die();
  }
}

function answer({ status = 200, body = '{}' }, response) {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body) });
  return response.end(body);
}

function misbehave(told, response) {
  switch (told) {
    case 'cut':
      response.writeHead(200, { 'Content-Length': 10 });
      return response.write('{', () => response.socket.destroySoon());
    case 'close':
      response.socket.destroySoon();
      return true;
    case 'reset':
      response.socket.resetAndDestroy();
      return true;
    case 'hang':
      return true;
    default:
      return undefined;
  }
}
