import { describe, expect, test } from '@jest/globals';
import { bodyFault, readOrderBody } from '../../../src/measure/conformance/order-form.ts';
import { orderBody } from './model-order.ts';

const timestamp_ns = 1_764_039_641_123_456_789n;
const body = (bytes: number) => orderBody(0xabc, timestamp_ns, bytes).body;

describe('readOrderBody', () => {
  test('keeps the last digit of the timestamp', () => {
    expect(readOrderBody(body(200))).toEqual({ order_id: '0000000000000abc', timestamp_ns });
  });

  test('does not read another form', () => {
    expect(readOrderBody('{"order_id":"1"}')).toBeNull();
  });
});

describe('bodyFault', () => {
  test.each([100, 121, 122, 200, 65_536])('accepts the body of %d bytes', (bytes) => {
    expect(body(bytes)).toHaveLength(bytes);
    expect(bodyFault(body(bytes), bytes)).toBeNull();
  });

  test('has no padding and a narrower order_id at 100 bytes', () => {
    expect(readOrderBody(body(100))?.order_id).toBe('000000000abc');
  });

  test.each([
    ['another length', body(201), 200, /exactly 200 bytes/],
    ['another field', body(200).replace('AAPL', 'IBM0'), 200, /must have the form/],
    ['white space', body(199).replace(':1,', ': 1,'), 200, /must have the form/],
    [
      'a wide id instead of padding',
      body(200).replace(/"order_id.*"padding":"(x*)"/, (whole, fill: string) =>
        whole.replace(/,"padding.*/, '').replace('000abc', `000abc${'0'.repeat(fill.length + 13)}`),
      ),
      200,
      /has room for padding/,
    ],
    [
      'padding where there is no room',
      body(122).replace('0000000000000abc', '0000000abc'),
      116,
      /has no room for padding/,
    ],
    [
      'a short id beside padding',
      body(201).replace('0000000000000abc', '000000000000abc'),
      200,
      /16 digits/,
    ],
  ])('finds %s', (_, text, bytes, fault) => {
    expect(bodyFault(text, bytes)).toMatch(fault);
  });
});
