import { describe, expect, test } from '@jest/globals';
import { hostOf, parseServerUrl, portOf, withAddress } from '../../src/plan/server-url.ts';

describe('the URL of a server that already runs', () => {
  test.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://127.0.0.1:8000/', 'http://127.0.0.1:8000'],
    ['HTTP://Orders.Example:8000', 'http://orders.example:8000'],
    ['http://orders.example', 'http://orders.example'],
    ['http://orders.example:80', 'http://orders.example'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
  ])('%s is %s', (text, url) => {
    expect(parseServerUrl(text)).toEqual({ ok: true, url });
  });

  test.each([
    ['127.0.0.1:8000', /is not a URL/],
    ['localhost:8000', /must begin with http:/],
    ['https://orders.example', /must begin with http:/],
    ['unix:/run/orders.sock', /must begin with http:/],
    ['http://', /is not a URL/],
    ['http://orders.example:port', /is not a URL/],
    ['http://orders.example:65536', /is not a URL/],
    ['http://orders.example:0', /must name the port/],
    ['http://orders.example/api', /must end after the port/],
    ['http://orders.example/order', /must end after the port/],
    ['http://orders.example/?key=1', /must end after the port/],
    ['http://orders.example/?', /must end after the port/],
    ['http://orders.example/#', /must end after the port/],
    ['http://me:secret@orders.example', /must not hold a user/],
    ['http://me@orders.example', /must not hold a user/],
  ])('%s is refused', (text, fault) => {
    expect(parseServerUrl(text)).toEqual({ ok: false, fault: expect.stringMatching(fault) });
  });
});

test.each([
  ['http://127.0.0.1:8000', '127.0.0.1', 8000],
  ['http://orders.example', 'orders.example', 80],
  ['http://[fd00::7]:9000', 'fd00::7', 9000],
])('the parts of %s', (url, host, port) => {
  expect([hostOf(url), portOf(url)]).toEqual([host, port]);
});

test.each([
  ['http://localhost:8000', '127.0.0.1', 'http://127.0.0.1:8000'],
  ['http://localhost:8000', '::1', 'http://[::1]:8000'],
  ['http://orders.example', '192.0.2.7', 'http://192.0.2.7'],
])('%s at %s is %s', (url, address, expected) => {
  expect(withAddress(url, address)).toBe(expected);
});
