/** SECURITY.md names a test for what it says; each of them exists. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('every test that SECURITY.md names is there', () => {
  const text = readFileSync('SECURITY.md', 'utf8');
  const named = [...text.matchAll(/`(tests\/[\w/.-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});
