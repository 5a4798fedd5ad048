/** The variants of the Python services: each has an image, and what needs a compiler says so. */
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { imageLacks } from '../../src/build/image/image-lacks.ts';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { discoverServices } from '../../src/plan/discover.ts';
import { changesOf } from '../../src/plan/variants.ts';

const VARIANTS = discoverServices(path.join(PACKAGE_ROOT, 'services')).filter(
  (service) => service.manifest.language === 'python' && changesOf(service) !== null,
);
const COMPILED = ['python-fastapi@granian', 'python-aiohttp@cython'];

test('granian and Cython can be compared', () => {
  expect(VARIANTS.map(({ name }) => name)).toEqual(expect.arrayContaining(COMPILED));
});

test.each(VARIANTS.map((service) => [service.name, service] as const))('%s', (name, service) => {
  const tools = service.manifest.requires.map((one) => ('tool' in one ? one.tool : ''));
  expect(tools.includes('cc')).toBe(COMPILED.includes(name));
  expect(imageLacks(service)).toBeNull();
});
