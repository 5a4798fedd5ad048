/** The variants of the Rust services: each names features that its crate has, and has an image. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { imageLacks } from '../../src/build/image/image-lacks.ts';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { discoverServices } from '../../src/plan/discover.ts';
import { changesOf } from '../../src/plan/variants.ts';

const VARIANTS = discoverServices(path.join(PACKAGE_ROOT, 'services')).filter(
  (service) => service.manifest.language === 'rust' && changesOf(service) !== null,
);

/** Those under `[features]` of a Cargo.toml. */
function featuresOf(folder: string): string[] {
  const toml = readFileSync(path.join(folder, 'Cargo.toml'), 'utf8');
  const [, section = ''] = /^\[features\]\n((?:[^[].*\n)*)/m.exec(toml) ?? [];
  return [...section.matchAll(/^([a-z-]+) = /gm)].map(([, name = '']) => name);
}

test('allocators, link-time optimisation and runtimes can be compared', () => {
  expect(VARIANTS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      ...['rust-actix@no-lto', 'rust-actix@mimalloc', 'rust-actix@jemalloc'],
      ...['rust-reqwest@lto-off', 'rust-reqwest@glibc-malloc', 'rust-reqwest@jemalloc'],
      'rust-reqwest@multi-thread',
    ]),
  );
});

test.each(VARIANTS.map((service) => [service.name, service] as const))('%s', (_, service) => {
  const wanted = changesOf(service)?.build?.env?.PAIRBENCH_FEATURES?.split(',') ?? [];
  expect(featuresOf(service.folder)).toEqual(expect.arrayContaining(wanted));
  expect(imageLacks(service)).toBeNull();
});
