import { appendFileSync, chmodSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { contextFiles } from '../../../src/build/image/context.ts';
import { imageFingerprint, startFingerprint } from '../../../src/build/image/image-fingerprint.ts';
import type { BuildArguments } from '../../../src/build/image/image-fingerprint.ts';
import type { Service } from '../../../src/plan/manifest.ts';
import { stubService } from '../../helpers/service-folder.ts';
import { writeInto } from '../../helpers/temp-folder.ts';

const FILES = {
  Dockerfile: 'FROM scratch\n',
  'src/main.sh': 'echo 1\n',
  ab: 'c',
  '.dockerignore': 'x',
};

const service = (): Service => stubService({ name: 'a', files: FILES });

function fingerprintOf(of: Service, build_args: BuildArguments = {}): string {
  return imageFingerprint(of, contextFiles(of), build_args);
}

test('how an image is started has a fingerprint of its own, by variables and by what the container is given', () => {
  const plain = startFingerprint(service());
  expect(plain).toMatch(/^[0-9a-f]{16}$/);
  expect(startFingerprint(service())).toBe(plain);
  const start = { command: ['x'], env: { STUB_SLOW: '1' } };
  for (const manifest of [{ start }, { docker: { tty: true } }, { docker: { writable: true } }])
    expect(startFingerprint(stubService({ name: 'a', files: FILES, manifest }))).not.toBe(plain);
});

describe('the fingerprint of an image', () => {
  test('is the same for the same files, wherever they lie', () => {
    expect(fingerprintOf(service())).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintOf(service())).toBe(fingerprintOf(service()));
  });

  test('does not know when a file was written, nor who may read it', () => {
    const one = service();
    const before = fingerprintOf(one);
    const file = path.join(one.folder, 'src/main.sh');
    utimesSync(file, 0, 0);
    chmodSync(file, 0o600);
    expect(fingerprintOf(one)).toBe(before);
  });

  test.each<[string, (folder: string) => void]>([
    [
      'the contents of a file',
      (folder) => {
        appendFileSync(path.join(folder, 'src/main.sh'), '\n');
      },
    ],
    [
      'the Dockerfile',
      (folder) => {
        appendFileSync(path.join(folder, 'Dockerfile'), '# x\n');
      },
    ],
    [
      'whether a file can be run',
      (folder) => {
        chmodSync(path.join(folder, 'src/main.sh'), 0o755);
      },
    ],
    [
      'a new file',
      (folder) => {
        writeInto(folder, 'src/new', '');
      },
    ],
    [
      'a file that is gone',
      (folder) => {
        rmSync(path.join(folder, 'ab'));
      },
    ],
    [
      'the name of a file',
      (folder) => {
        rmSync(path.join(folder, 'ab'));
        writeInto(folder, 'a', 'c');
      },
    ],
    [
      'where a name ends and its contents begin',
      (folder) => {
        rmSync(path.join(folder, 'ab'));
        writeInto(folder, 'a', 'bc');
      },
    ],
    [
      'a new link',
      (folder) => {
        symlinkSync('src', path.join(folder, 'link'));
      },
    ],
  ])('changes with %s', (_, change) => {
    const one = service();
    const before = fingerprintOf(one);
    change(one.folder);
    expect(fingerprintOf(one)).not.toBe(before);
  });

  test('changes with where a link leads, not with what is there', () => {
    const [one, other] = [service(), service()];
    symlinkSync('src', path.join(one.folder, 'link'));
    symlinkSync('ab', path.join(other.folder, 'link'));
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  test('does not change with what .dockerignore keeps away', () => {
    const one = service();
    const before = fingerprintOf(one);
    writeInto(one.folder, 'x/y', 'z');
    expect(fingerprintOf(one)).toBe(before);
  });

  test('changes with the build arguments, not with their order', () => {
    const one = service();
    const all = [{}, { A: '1' }, { A: '2' }, { B: '1' }, { A: '1', B: '' }, { A: '1,B' }];
    expect(new Set(all.map((build_args) => fingerprintOf(one, build_args))).size).toBe(all.length);
    expect(fingerprintOf(one, { A: '1', B: '2' })).toBe(fingerprintOf(one, { B: '2', A: '1' }));
  });
});
