/** Reads services/vectors/orders.json: the requests that every server must answer alike. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorText, UserError } from '../../host/user-error.ts';

const requestSchema = z
  .strictObject({
    method: z.string().regex(/^[A-Z]+$/),
    path: z.string().startsWith('/'),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    body_base64: z.base64().optional(),
    pad_to_bytes: z.int().positive().optional(),
  })
  .transform((request, context) => {
    const { method, path, headers, body, body_base64, pad_to_bytes } = request;
    if (body !== undefined && body_base64 !== undefined) {
      context.addIssue('give `body` or `body_base64`, not both');
      return z.NEVER;
    }
    const given =
      body_base64 === undefined ? Buffer.from(body ?? '') : Buffer.from(body_base64, 'base64');
    const bytes = pad_to_bytes === undefined ? given : padded(given, pad_to_bytes);
    if (bytes === null) {
      context.addIssue('`pad_to_bytes` needs a body that begins with `{` and is short enough');
      return z.NEVER;
    }
    const has_body = body !== undefined || body_base64 !== undefined;
    return { method, path, headers, body: has_body ? bytes : null };
  });

const expectSchema = z
  .strictObject({
    status: z.array(z.int().min(200).max(599)).min(1),
    order: z
      .strictObject({
        order_id: z.string(),
        client_send_time: z.string().regex(/^\d+$/).transform(BigInt),
      })
      .optional(),
    error_field: z.enum(['order_id', 'symbol', 'quantity', 'price', 'timestamp']).optional(),
    may_close: z.boolean().default(false),
  })
  .refine((expect) => expect.order === undefined || expect.status.includes(200), {
    message: '`order` needs the status 200',
  })
  .refine((expect) => expect.error_field === undefined || expect.status.includes(400), {
    message: '`error_field` needs the status 400',
  });

const vectorSchema = z.strictObject({
  name: z.string().min(1),
  request: requestSchema,
  expect: expectSchema,
});

export type Vector = Readonly<z.output<typeof vectorSchema>>;
export type VectorRequest = Vector['request'];

export async function readVectors(file: string): Promise<Vector[]> {
  const entries = z
    .array(z.unknown())
    .min(1)
    .safeParse(await readJson(file));
  if (!entries.success) {
    throw new UserError(`${file}: expected a list of vectors`);
  }
  const vectors = entries.data.map((entry, index) => readVector(file, entry, index));
  const names = new Set<string>();
  for (const { name } of vectors) {
    if (names.has(name)) {
      throw new UserError(`${file}: two vectors have the name "${name}"`);
    }
    names.add(name);
  }
  return vectors;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`cannot read the vectors in ${file}: ${errorText(error)}`);
  }
}

function readVector(file: string, entry: unknown, index: number): Vector {
  const parsed = vectorSchema.safeParse(entry);
  if (parsed.success) {
    return parsed.data;
  }
  const named = z.looseObject({ name: z.string() }).safeParse(entry);
  const name = named.success ? ` ("${named.data.name}")` : '';
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new UserError(`${file}: entry ${index + 1}${name}: ${faults.join('; ')}`);
}

/** The body with a `padding` field behind its first brace; null: it cannot be brought to that length. */
function padded(body: Buffer, bytes: number): Buffer | null {
  const brace = Buffer.from('{');
  const [open, close] = ['"padding":"', '",'];
  const fill = bytes - body.length - open.length - close.length;
  if (fill < 0 || !body.subarray(0, 1).equals(brace)) {
    return null;
  }
  const padding = Buffer.from(open + 'x'.repeat(fill) + close);
  return Buffer.concat([brace, padding, body.subarray(1)]);
}
