/** SECURITY.md and docs/reliability.md name a test for what they say; each of them exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const NAMED = /`(tests\/[\w/.-]+\.test\.ts)`/g;
const RELIABILITY = 'docs/reliability.md';

const namedIn = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(NAMED)].map(([, file = '']) => file);

test.each(['SECURITY.md', RELIABILITY])('every test that %s names is there', (page) => {
  const named = namedIn(page);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('every known fault has its row', () => {
  const named = namedIn(RELIABILITY);
  const cases = ['tests/cases', 'tests/docker/cases'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => `${folder}/${file}`),
  );
  expect(cases.length).toBeGreaterThan(30);
  expect(cases.filter((file) => !named.includes(file))).toEqual([]);
});
