import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fingerprint } from '../../src/build/fingerprint.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';
import type { ServiceOptions } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const BUILD = { command: ['sh', 'build.sh'], inputs: ['build.sh', 'src/**', '*.toml'] };
const FILES = { 'src/main.rs': 'fn main() {}', 'src/deep/more.rs': '', 'a.toml': '', 'b.toml': '' };

function rust({ manifest, files }: ServiceOptions = {}): Service {
  return stubService({
    manifest: { build: BUILD, ...manifest },
    files: { ...FILES, ...files },
  });
}

async function isNewBuild(changed: ServiceOptions): Promise<boolean> {
  return (await fingerprint(rust(changed))) !== (await fingerprint(rust()));
}

test('a fingerprint is the same for the same service in another folder', async () => {
  const one = await fingerprint(rust());
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  expect(await fingerprint(rust())).toBe(one);
});

describe('a new build is made after a change', () => {
  test.each<[string, ServiceOptions]>([
    ['of an input', { files: { 'src/main.rs': 'fn main() { }' } }],
    ['of an input deep inside', { files: { 'src/deep/more.rs': '//' } }],
    ['of an input that is hidden', { files: { 'src/.hidden': '' } }],
    ['that adds an input', { files: { 'src/new.rs': '' } }],
    ['that moves text from one input to the next', { files: { 'a.toml': 'x', 'b.toml': '' } }],
    [
      'of the build command',
      { manifest: { build: { ...BUILD, command: ['sh', '-e', 'build.sh'] } } },
    ],
    ['of the start command', { manifest: { start: { command: ['{out}/program', '--fast'] } } }],
    ['of the start environment', { manifest: { start: { command: ['x'], env: { GOGC: '400' } } } }],
    ['of the versions command', { manifest: { versions: { command: ['true'] } } }],
  ])('%s', async (_, changed) => {
    expect(await isNewBuild(changed)).toBe(true);
  });

  test('that takes an input away', async () => {
    const service = rust();
    const before = await fingerprint(service);
    rmSync(path.join(service.folder, 'src/deep/more.rs'));
    expect(await fingerprint(service)).not.toBe(before);
  });

  test('of the version of a tool', async () => {
    const service = rust({ manifest: { requires: [{ tool: 'fakecc' }] } });
    const found: string[] = [];
    for (const version of ['1.0.0', '1.0.1', '1.0.0']) {
      fakeTool('fakecc', `echo ${version}`);
      found.push(await fingerprint(service));
    }
    expect(found[1]).not.toBe(found[0]);
    expect(found[2]).toBe(found[0]);
  });
});

describe('the old build is good enough after a change', () => {
  test.each<[string, ServiceOptions]>([
    ['of a file that is no input', { files: { 'README.md': 'new' } }],
    ['of the title or the tags', { manifest: { title: 'New', tags: ['default'] } }],
  ])('%s', async (_, changed) => {
    expect(await isNewBuild(changed)).toBe(false);
  });
});

describe('a link as an input', () => {
  test('counts with what it leads to', async () => {
    const service = rust();
    symlinkSync('main.rs', path.join(service.folder, 'src/linked.rs'));
    symlinkSync('../src', path.join(service.folder, 'src/again'));
    const before = await fingerprint(service);
    writeInto(service.folder, 'src/main.rs', 'changed');
    expect(await fingerprint(service)).not.toBe(before);
  });

  test.each([
    ['file', 'src/main.rs'],
    ['folder', 'src'],
  ])('to a %s outside of the service is refused', async (_, target) => {
    const service = rust();
    const secret = path.dirname(writeInto(tempFolder(), 'src/main.rs', 'elsewhere'));
    symlinkSync(path.join(path.dirname(secret), target), path.join(service.folder, 'src/leak'));
    const { message, exitCode } = await faultOf(() => fingerprint(service));
    expect(message).toMatch(/^sh-stub: build input src\/leak.* lies outside the service folder$/);
    expect(exitCode).toBe(2);
  });
});

describe('a variable of the environment', () => {
  const fingerprintWith = async (name: string, value: string): Promise<string> => {
    const before = process.env[name];
    process.env[name] = value;
    try {
      return await fingerprint(rust());
    } finally {
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    }
  };

  test.each([
    'CFLAGS',
    'CXXFLAGS',
    'LDFLAGS',
    'CC',
    'RUSTFLAGS',
    'GOFLAGS',
    'GOAMD64',
    'CGO_CFLAGS',
  ])('%s that compilers take makes a new build, and so does another value', async (name) => {
    const plain = await fingerprint(rust());
    const one = await fingerprintWith(name, '-O3');
    expect(one).not.toBe(plain);
    expect(await fingerprintWith(name, '-O2')).not.toBe(one);
    expect(await fingerprintWith(name, '-O3')).toBe(one);
    expect(await fingerprint(rust())).toBe(plain);
  });

  test.each(['CARGO_BUILD_JOBS', 'CARGO_HOME', 'MAKEFLAGS', 'GOCACHE', 'LANG', 'CCC'])(
    '%s makes none',
    async (name) => {
      expect(await fingerprintWith(name, '4')).toBe(await fingerprint(rust()));
    },
  );
});

test('inputs that match no file are a fault of the manifest', async () => {
  const service = stubService({ manifest: { build: { ...BUILD, inputs: ['*.cpp'] } } });
  const { message, hint } = await faultOf(() => fingerprint(service));
  expect(message).toBe('sh-stub: build.inputs match no file');
  expect(hint).toBe('mend its service.yaml');
});
