/** Requests that were cut, glued and changed at random places. */
import type { Random } from '../../simulate/random.ts';
import type { Attack } from './attack.ts';
import { strange } from './attack.ts';
import { chunk, chunked, ORDER, orderWith, requestOf } from './requests.ts';

const BASES = [
  requestOf(),
  chunked(`${chunk(ORDER)}0\r\n\r\n`),
  orderWith('Connection: close', 'X-A: b'),
  requestOf({ line: 'GET /stats HTTP/1.1', body: '', length: null }),
];

const SPICE = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  '\t',
  '\xff',
  '0',
  '9',
  '-',
  ';',
  ',',
  '\r\n\r\n',
  'chunked',
  '{',
  '"',
];

const pick = <T>(random: Random, all: readonly T[], otherwise: T): T =>
  all[random.index(all.length)] ?? otherwise;

function changed(random: Random, request: Buffer): Buffer {
  let bytes = request;
  for (let count = 1 + random.index(4); count > 0; count -= 1) {
    const at = random.index(bytes.length);
    const extra = Buffer.from(pick(random, SPICE, ''), 'latin1');
    bytes = Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at + random.index(3))]);
  }
  return bytes;
}

/** Less than the whole, so that it is no order whatever becomes of it. */
function cut(random: Random): Attack {
  const request = requestOf();
  const ending = pick(random, ['half-closed', 'reset', 'answered'] as const, 'reset');
  const length = 1 + random.index(request.length - 1);
  return {
    ...strange(`cut at ${length}, ${ending}`, request.subarray(0, length)),
    ending,
    orders: 0,
  };
}

function mutated(random: Random): Attack {
  const request = changed(random, pick(random, BASES, requestOf()));
  return {
    ...strange(`changed: ${JSON.stringify(request.toString('latin1'))}`, request),
    may_lose: 1,
  };
}

function glued(random: Random): Attack {
  const whole = random.index(4);
  const requests = [
    ...Array.from({ length: whole }, () => requestOf()),
    changed(random, requestOf()),
  ];
  const all = Buffer.concat(requests);
  const at = random.index(all.length);
  return {
    ...strange(`${whole} orders, then one that was changed`, all.subarray(0, at), all.subarray(at)),
    may_lose: whole + 1,
  };
}

function noise(random: Random): Attack {
  const bytes = Buffer.from(
    Array.from({ length: 1 + random.index(2000) }, () => random.index(256)),
  );
  return strange(`${bytes.length} random bytes`, bytes);
}

export function randomAttacks(random: Random, count: number): Attack[] {
  const kinds = [cut, mutated, mutated, glued, noise];
  return Array.from({ length: count }, () => pick(random, kinds, noise)(random));
}
