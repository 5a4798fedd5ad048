/** Variants of one folder are builds of their own: fingerprint, output, verdict, image. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { buildService } from '../../src/build/build-service.ts';
import { buildSeveral } from '../../src/build/build-several.ts';
import type { BuiltService } from '../../src/build/built-service.ts';
import { fingerprint } from '../../src/build/fingerprint.ts';
import { imageFingerprint } from '../../src/build/image/image-fingerprint.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { withVariants } from '../../src/plan/variants.ts';
import { outputOf } from '../helpers/fixture-service.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const BUILD_SCRIPT = 'echo "$LTO $WHERE" > "$PAIRBENCH_OUT/program"\n';
const VARIANTS = {
  'no-lto': { about: 'a', build: { env: { LTO: 'off', WHERE: '{out} {cache}' } } },
  again: { about: 'a', start: { env: { A: '1' } } },
  alike: { about: 'b', start: { env: { A: '1' } } },
};

function family(manifest: object = { variants: VARIANTS }): Service[] {
  const files = { 'build.sh': BUILD_SCRIPT };
  return withVariants(stubService({ name: 'stub', manifest: { ...manifest }, files }));
}

const { signal } = new AbortController();

test('a variant is built in its own environment, into its own folder', async () => {
  const cache = tempFolder();
  const options = { cache, emit: () => undefined, signal };
  const built = await Promise.all(family().map((one) => buildService(one, options)));
  const [base = null, lto = null, again = null, alike = null] = built;
  const programs = built.map((one) => readFileSync(path.join(outputOf(one), 'program'), 'utf8'));
  const out = outputOf(lto);
  expect(programs).toEqual([' \n', `off ${out} ${cache}/shared\n`, ' \n', ' \n']);
  expect(path.dirname(out)).toBe(path.join(cache, 'builds', 'server', 'stub__no-lto'));
  expect(new Set([base, lto, again].map((one) => one?.build_id)).size).toBe(3);
  expect(new Set(built.map((one) => one?.verdict_file)).size).toBe(4);
  expect(alike?.build_id).toBe(again?.build_id);
});

test('what a manifest says of its variants changes no build of the service itself', async () => {
  const [plain] = family({});
  const [base, lto] = family();
  const [, changed] = family({
    variants: { 'no-lto': { about: 'a', build: { env: { LTO: 'thin' } } } },
  });
  if (!plain || !base || !lto || !changed) throw new Error('there is no variant');
  expect(await fingerprint(base)).toBe(await fingerprint(plain));
  expect(await fingerprint(changed)).not.toBe(await fingerprint(lto));
});

test('an image of a variant is told from that of its base', () => {
  const ids = family().map((one) => imageFingerprint(one, ['build.sh'], {}));
  expect(new Set(ids).size).toBe(ids.length);
});

test('a service and its variants are never built at the same time; others are meanwhile', async () => {
  const services = [...family(), stubService({ name: 'other' })];
  const running = new Set<string>();
  const seen: string[] = [];
  const built = await buildSeveral(services, signal, async (service): Promise<BuiltService> => {
    running.add(service.name);
    seen.push([...running].join(' '));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    running.delete(service.name);
    const program = { kind: 'command', words: ['x'], folder: '/' } as const;
    return { service, build_id: 'id', program, verdict_file: '/v', versions: {} };
  });
  expect(built.map(({ service }) => service.name)).toEqual(services.map(({ name }) => name));
  expect(seen).toContain('stub other');
  for (const names of seen)
    expect(names.match(/stub/g) ?? []).toHaveLength(names.includes('stub') ? 1 : 0);
});
