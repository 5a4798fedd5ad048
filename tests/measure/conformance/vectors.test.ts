import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UserError } from '../../../src/host/user-error.ts';
import { readVectors } from '../../../src/measure/conformance/vectors.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectors-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileWith(text: string): Promise<string> {
  const file = join(folder, 'orders.json');
  await writeFile(file, text);
  return file;
}

const vector = {
  name: 'v',
  request: { method: 'POST', path: '/order', headers: {}, body: '{"a":1}' },
  expect: { status: [400] },
};

const withRequest = (request: object) => ({
  ...vector,
  request: { ...vector.request, ...request },
});
const withExpect = (expected: object) => ({ ...vector, expect: { ...vector.expect, ...expected } });

describe('readVectors', () => {
  test('reads the vectors of the services', async () => {
    const vectors = await readVectors('services/vectors/orders.json');
    expect(vectors.length).toBeGreaterThan(100);
    expect(vectors[0]?.expect.order?.client_send_time).toBe(1764039641123456789n);
  });

  test('pads a body to its length behind the first brace', async () => {
    const [padded] = await readVectors(
      await fileWith(JSON.stringify([withRequest({ pad_to_bytes: 30 })])),
    );
    expect(padded?.request.body?.toString()).toBe('{"padding":"xxxxxxxxxx","a":1}');
  });

  test('tells an empty body from none, and reads bytes', async () => {
    const bytes = withRequest({ body: undefined, body_base64: '//4=' });
    const none = { ...withRequest({ body: undefined }), name: 'none' };
    const empty = { ...withRequest({ body: '' }), name: 'empty' };
    const read = await readVectors(await fileWith(JSON.stringify([bytes, none, empty])));
    expect(read.map(({ request }) => request.body)).toEqual([
      Buffer.from([0xff, 0xfe]),
      null,
      Buffer.alloc(0),
    ]);
  });

  test.each([
    ['not JSON', '[', /cannot read the vectors in .*orders\.json/],
    ['not a list', '{}', /orders\.json: expected a list/],
    ['an entry of another type', '[1]', /orders\.json: entry 1: /],
    ['two vectors of one name', JSON.stringify([vector, vector]), /two vectors have the name "v"/],
    [
      'no status',
      JSON.stringify([withExpect({ status: [] })]),
      /entry 1 \("v"\): expect\.status: /,
    ],
    [
      'an unknown field',
      JSON.stringify([withExpect({ field: 'x' })]),
      /entry 1 \("v"\): expect: .*field/,
    ],
    [
      'an unknown error field',
      JSON.stringify([withExpect({ error_field: 'prize' })]),
      /expect\.error_field: /,
    ],
    [
      'an order that is refused',
      JSON.stringify([withExpect({ order: { order_id: '', client_send_time: '1' } })]),
      /`order` needs the status 200/,
    ],
    [
      'two bodies',
      JSON.stringify([withRequest({ body_base64: 'AA==' })]),
      /request: give `body` or `body_base64`, not both/,
    ],
    [
      'too little room',
      JSON.stringify([withRequest({ pad_to_bytes: 10 })]),
      /request: `pad_to_bytes`/,
    ],
    [
      'nowhere to pad',
      JSON.stringify([withRequest({ body: '[]', pad_to_bytes: 99 })]),
      /request: `pad_to_bytes`/,
    ],
  ])('%s is a user error with file and entry', async (_, text, message) => {
    const reading = readVectors(await fileWith(text));
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });
});
