import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderBody } from '../../../services/clients/ab/order-body.mjs';

const NOW_NS = 1_764_039_641_123_456_789n;
const bytes = fc.integer({ min: 100, max: 65_536 });

interface Order {
  readonly order_id: string;
  readonly padding?: string;
}

const parsed = (body: string): Order => JSON.parse(body) as Order;

describe('the order', () => {
  test('is exactly as long as asked, and valid', () => {
    fc.assert(
      fc.property(bytes, (length) => {
        const body = orderBody(length, NOW_NS);
        expect(Buffer.byteLength(body)).toBe(length);
        expect(body).toContain(`"timestamp":${NOW_NS}`);
        expect(parsed(body)).toMatchObject({ symbol: 'AAPL', quantity: 1, price: 1.5 });
      }),
    );
  });

  test.each([
    [100, 12, undefined],
    [104, 16, undefined],
    [116, 28, undefined],
    [117, 16, ''],
    [200, 16, 'x'.repeat(83)],
    [65_536, 16, 'x'.repeat(65_419)],
  ])('of %d bytes has an order_id of %d digits', (length, digits, padding) => {
    const order = parsed(orderBody(length, NOW_NS));
    expect(order.order_id).toBe('1'.padStart(digits, '0'));
    expect(order.padding).toBe(padding);
  });
});
