/** Requests that have broken servers before, one of each kind. */
import type { Attack } from './attack.ts';
import { fine, refused, rejected, strange } from './attack.ts';
import { chunk, chunked, ORDER, orderWith, paddedOrder, requestOf } from './requests.ts';

const bytesOf = (request: Buffer): Buffer[] => [...request].map((byte) => Buffer.from([byte]));

function inPieces(request: Buffer, bytes: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < request.length; at += bytes) pieces.push(request.subarray(at, at + bytes));
  return pieces;
}

const times = (count: number, request: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => request));

const RIGHT: readonly Attack[] = [
  fine('one order', 1, requestOf()),
  fine('ten orders at once', 10, times(10, requestOf())),
  // The contract knows no requests in batches: a server may close behind them.
  {
    ...fine('two orders, cut in the second', 2, ...inPieces(times(2, requestOf()), 300)),
    connection: null,
  },
  fine('an order byte by byte', 1, ...bytesOf(requestOf())),
  fine(
    'a slow body',
    1,
    requestOf({ body: '', length: String(ORDER.length) }),
    ...inPieces(Buffer.from(ORDER), 9),
  ),
  fine('a body of 65,536 bytes', 1, requestOf({ body: paddedOrder(65_536) })),
  fine(
    'an order, then one that is wrong, then an order',
    2,
    requestOf(),
    requestOf({ body: '{}' }),
    requestOf(),
  ),
  { ...fine('Connection: close', 1, orderWith('Connection: close')), connection: 'closed' },
  { ...fine('HTTP/1.0', 1, requestOf({ line: 'POST /order HTTP/1.0' })), connection: 'closed' },
];

const REFUSED: readonly Attack[] = [
  ...[
    ['no JSON', 'x'],
    ['no body', ''],
    ['null', 'null'],
    ['two values', `${ORDER}${ORDER}`],
    [
      'bad UTF-8',
      Buffer.concat([
        Buffer.from(ORDER.slice(0, 14)),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(ORDER.slice(14)),
      ]),
    ],
    ['an overlong NUL', Buffer.from([0x22, 0xc0, 0x80, 0x22])],
    ['a NUL', ORDER.replace('a1', 'a\0')],
    ['half a pair', ORDER.replace('a1', '\\ud800')],
    ['60,000 brackets', '['.repeat(60_000)],
    ['10,000 objects, one in the other', '{"a":'.repeat(10_000)],
    ['deep padding that does not close', `${ORDER.slice(0, -1)},"padding":${'['.repeat(30_000)}`],
    ['a number of 60,000 digits', ORDER.replace('100', '9'.repeat(60_000))],
    ['NaN', ORDER.replace('150.25', 'NaN')],
    ['a key of a prototype alone', '{"__proto__":{"order_id":"a"}}'],
  ].map(([name, body]) =>
    refused(`a body that is ${String(name)}`, [400], requestOf({ body: body ?? '' })),
  ),
  refused('GET /order', [405], requestOf({ line: 'GET /order HTTP/1.1', body: '', length: null })),
  refused('POST /stats', [405], requestOf({ line: 'POST /stats HTTP/1.1' })),
  refused('another path', [404], requestOf({ line: 'POST /orders HTTP/1.1' })),
  refused(
    'another type',
    [400, 415],
    requestOf({ headers: ['Host: a', 'Content-Type: text/plain'] }),
  ),
  rejected('65,537 bytes', [413], requestOf({ body: paddedOrder(65_537) })),
  // It may be closed before all was read, which takes the answer along.
  strange('a body of 1 MB', requestOf({ body: paddedOrder(1_000_000) })),
];

const LENGTHS: readonly Attack[] = [
  ...[
    '-1',
    '+95',
    '0x5f',
    '9,5',
    '9 5',
    '95a',
    '1e2',
    '',
    ' ',
    '95.0',
    '18446744073709551711',
    '9'.repeat(400),
  ].map((length) => strange(`Content-Length: ${length.slice(0, 24)}`, requestOf({ length }))),
  strange('no length', requestOf({ length: null })),
  strange('a length that is too short', requestOf({ length: String(ORDER.length - 7) })),
  strange('a length that is too long', requestOf({ length: String(ORDER.length + 7) })),
  strange('a length of 10 GB', requestOf({ length: '10000000000' })),
  strange('two lengths', orderWith('Content-Length: 5')),
  strange('the same length twice', orderWith(`Content-Length: ${ORDER.length}`)),
  strange('two lengths in one', requestOf({ length: `${ORDER.length}, ${ORDER.length}` })),
  strange('length and chunks', chunked(`${chunk(ORDER)}0\r\n\r\n`, 'Content-Length: 5')),
  strange('chunks and length', chunked('0\r\n\r\n', `Content-Length: ${ORDER.length}`), ORDER),
];

const CHUNKS: readonly Attack[] = [
  strange('chunks', chunked(`${chunk(ORDER.slice(0, 40))}${chunk(ORDER.slice(40))}0\r\n\r\n`)),
  strange(
    'a chunk for each byte',
    chunked(`${Array.from(ORDER, (sign) => chunk(sign)).join('')}0\r\n\r\n`),
  ),
  strange(
    'chunks with extensions and trailers',
    chunked(`5f;a=b\r\n${ORDER}\r\n0;c\r\nX-A: b\r\n\r\n`),
  ),
  strange(
    'chunks of over 65,536 bytes',
    chunked(`${chunk('x'.repeat(40_000)).repeat(3)}0\r\n\r\n`),
  ),
  ...[
    'zz',
    '-5',
    '0x5',
    'ffffffffffffffff',
    'fffffffffffffffff',
    '5f 5f',
    '',
    '5F'.repeat(5000),
  ].map((size) =>
    strange(`a chunk of size ${size.slice(0, 20)}`, chunked(`${size}\r\n${ORDER}\r\n0\r\n\r\n`)),
  ),
  strange('a chunk that is longer than it says', chunked(`5\r\n${ORDER}\r\n0\r\n\r\n`)),
  strange('chunks without an end', chunked(chunk(ORDER))),
  strange('chunked twice', chunked(`${chunk(ORDER)}0\r\n\r\n`, 'Transfer-Encoding: chunked')),
  strange('another coding', orderWith('Transfer-Encoding: gzip')),
  strange('chunked, hidden', chunked(`${chunk(ORDER)}0\r\n\r\n`, 'Transfer-Encoding: xchunked')),
];

const HEADS: readonly Attack[] = [
  ...[8_000, 64_000, 1_000_000].map((bytes) =>
    strange(`a header of ${bytes} bytes`, orderWith(`X-Long: ${'x'.repeat(bytes)}`)),
  ),
  ...[100, 5_000].map((count) =>
    strange(
      `${count} headers`,
      orderWith(...Array.from({ length: count }, (_, n) => `X-${n}: ${n}`)),
    ),
  ),
  strange('a name without an end', `POST /order HTTP/1.1\r\n${'x'.repeat(200_000)}`),
  strange(
    'a URI of 100,000 signs',
    requestOf({ line: `POST /order?${'x'.repeat(100_000)} HTTP/1.1` }),
  ),
  ...[
    'X',
    ': x',
    'X : y',
    'X\0: y',
    'X: y\0',
    'X: é',
    ' X: y',
    '\tX: y',
    'X: y\r\n folded',
    'X:\u0001',
    '"X": y',
  ].map((header) => strange(`the header ${JSON.stringify(header)}`, orderWith(header))),
  strange('no Host', requestOf({ headers: ['Content-Type: application/json'] })),
  strange('two Hosts', orderWith('Host: b')),
  strange('two types', orderWith('Content-Type: text/plain')),
  strange('bare line feeds', requestOf().toString().replaceAll('\r\n', '\n')),
  strange('bare returns', requestOf().toString().replaceAll('\r\n', '\r')),
  strange('blank lines before', '\r\n\r\n\n', requestOf()),
  strange('100,000 blank lines', '\r\n'.repeat(100_000)),
  ...['HTTP/9.9', 'HTTP/1.2', 'HTTP/1', 'HTTP/', 'http/1.1', '', 'HTTP/1.1 x', 'FTP/1.1'].map(
    (version) => strange(`the version "${version}"`, requestOf({ line: `POST /order ${version}` })),
  ),
  ...[
    '/%6frder',
    '/order?x',
    '/order/',
    '//order',
    '/./order',
    '/x/../order',
    '/order#x',
    '/ORDER',
    'order',
    '*',
    '/%00',
    '/%ff%fe',
    'http://a/order',
    '/order\0',
    '/\u00ff',
  ].map((uri) =>
    strange(`the URI ${JSON.stringify(uri)}`, requestOf({ line: `POST ${uri} HTTP/1.1` })),
  ),
  ...['post', 'P O S T', '', 'POST\0', 'X'.repeat(5000), 'CONNECT', 'TRACE', 'OPTIONS'].map(
    (method) =>
      strange(
        `the method ${method.slice(0, 10)}`,
        requestOf({ line: `${method} /order HTTP/1.1` }),
      ),
  ),
  strange('Expect', orderWith('Expect: 100-continue')),
  strange('Expect, of something else', orderWith('Expect: x')),
  strange(
    'Upgrade to HTTP/2',
    orderWith(
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ),
  ),
  strange(
    'Upgrade to a web socket',
    orderWith(
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ),
  ),
  strange('HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
  strange('TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', 'x'.repeat(500)),
  strange(
    'keep-alive in HTTP/1.0',
    requestOf({
      line: 'POST /order HTTP/1.0',
      headers: ['Content-Type: application/json', 'Connection: keep-alive'],
    }),
  ),
];

const ENDINGS: readonly Attack[] = [
  { ...strange('an order, half closed', requestOf()), ending: 'half-closed', may_lose: 1 },
  { ...strange('nothing, half closed'), ending: 'half-closed' },
  { ...strange('nothing, reset'), ending: 'reset' },
  { ...strange('half a body, half closed', requestOf({ length: '200' })), ending: 'half-closed' },
  { ...strange('half a body, reset', requestOf({ length: '200' })), ending: 'reset' },
];

export const ATTACKS: readonly Attack[] = [
  ...RIGHT,
  ...REFUSED,
  ...LENGTHS,
  ...CHUNKS,
  ...HEADS,
  ...ENDINGS,
];
