// The literals behind the names of the outer object, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integersOf } from '../src/integers.mjs';

for (const [text, quantity, timestamp] of [
  ['{"quantity":1,"timestamp":9223372036854775807}', '1', '9223372036854775807'],
  ['{ "timestamp" : 1.0 , "quantity" : -1e2 }', '-1e2', '1.0'],
  ['{"quantity":"1","timestamp":[1]}', '', ''],
  ['{"a":{"quantity":1},"timestamp":2}', '', '2'],
  ['{"a":[3,{"timestamp":4}],"quantity":5}', '5', ''],
  ['{"symbol":"quantity","price":7}', '', ''],
  ['{"symbol":"\\"quantity\\":1,","timestamp":2}', '', '2'],
  ['{"a\\\\":1,"quantity":2}', '2', ''],
  ['{"quantit\\u0079":3}', '3', ''],
  ['{"quantity":null,"constructor":1,"__proto__":2}', '', ''],
  ['{}', '', ''],
]) {
  test(`in ${text}`, () => {
    assert.deepEqual(integersOf(text), { quantity, timestamp });
  });
}
