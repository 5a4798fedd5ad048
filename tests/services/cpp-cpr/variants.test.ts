import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { imageLacks } from '../../../src/build/image/image-lacks.ts';
import { discoverServices } from '../../../src/plan/discover.ts';
import { changesOf } from '../../../src/plan/variants.ts';

const variants = discoverServices('services').filter(({ name }) => name.startsWith('cpp-cpr@'));

test('the compiler, malloc, JSON library, binding and threads of cpp-cpr can be chosen', () => {
  expect(variants.map(({ name }) => name.replace('cpp-cpr@', ''))).toEqual([
    ...['o0', 'o2', 'native', 'tcmalloc', 'jemalloc', 'nlohmann', 'raw-libcurl'],
    'thread-per-session',
  ]);
});

test.each(variants)('$name can have an image', (variant) => {
  expect(imageLacks(variant)).toBeNull();
});

test.each([
  ['CPP_CPR_JSON', 'src/json'],
  ['CPP_CPR_REQUEST', 'src/request'],
  ['CPP_CPR_LOOP', 'src/loop'],
])('what %s names is a folder of %s', (variable, parent) => {
  const wanted = variants.map((variant) => changesOf(variant)?.build?.env?.[variable]);
  const named = wanted.filter((name) => name !== undefined);
  expect(named).toHaveLength(1);
  const folder = variants[0]?.folder ?? '';
  expect(readdirSync(path.join(folder, parent))).toEqual(expect.arrayContaining(named));
});
