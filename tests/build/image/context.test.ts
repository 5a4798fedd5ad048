import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { contextFiles, hasDockerfile, packContext } from '../../../src/build/image/context.ts';
import type { Service } from '../../../src/plan/manifest.ts';
import { faultOf } from '../../helpers/fault.ts';
import { stubService } from '../../helpers/service-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const ALWAYS = ['Dockerfile', 'build.sh', 'service.yaml'];

function service(files: Readonly<Record<string, string>> = {}): Service {
  return stubService({ name: 'a', files: { Dockerfile: 'FROM scratch\n', ...files } });
}

function link(target: string, { folder }: Service, name: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  symlinkSync(target, path.join(folder, name));
}

describe('the build context of an image', () => {
  test('is all of the folder, sorted', () => {
    const files = {
      'src/main.rs': '',
      'src/deep/er/a': '',
      '.hidden/x': '',
      'a b': '',
      '[x]*': '',
    };
    expect(contextFiles(service(files))).toEqual([...ALWAYS, ...Object.keys(files)].sort());
  });

  test('is what .dockerignore lets through', () => {
    const files = {
      'target/debug/x': '',
      'target/keep/x': '',
      'src/a.rs': '',
      'src/a.log': '',
      'src/deep/b.log': '',
      'notes.md': '',
      'README.md': '',
      'src/README.md': '',
    };
    const rules = ['# a comment', '', 'target', '!target/keep', '**/*.log', '*.md', '!README.md'];
    const lines = { '.dockerignore': `${rules.join('\n')}\n` };
    expect(contextFiles(service({ ...files, ...lines }))).toEqual(
      [
        ...[...ALWAYS, '.dockerignore', 'target/keep/x'],
        ...['src/a.rs', 'README.md', 'src/README.md'],
      ].sort(),
    );
  });

  test.each(['*', '**', 'Dockerfile\n.dockerignore\n*'])(
    'has the Dockerfile and the rules even when %j keeps everything away',
    (rules) => {
      const all = service({ '.dockerignore': rules, 'src/x': '' });
      expect(contextFiles(all)).toEqual(['.dockerignore', 'Dockerfile']);
    },
  );

  test('has links to what is in the folder, as links', () => {
    const linked = service({ 'src/real': '' });
    link('src/real', linked, 'to-file');
    link('src', linked, 'to-folder');
    link('../src/./real', linked, 'sub/up-and-down');
    link('made-by-the-build', linked, 'dangling');
    const links = ['to-file', 'to-folder', 'sub/up-and-down', 'dangling'];
    expect(contextFiles(linked)).toEqual([...ALWAYS, 'src/real', ...links].sort());
  });

  test.each([
    ['beside the folder', '../other'],
    ['of a folder above', '..'],
    ['by a detour', 'src/../../other'],
    ['by its whole path', '/etc/hostname'],
  ])('has no link to something outside: %s', async (_, target) => {
    const leaving = service();
    link(target, leaving, 'astray');
    expect(await faultOf(() => contextFiles(leaving))).toMatchObject({
      message: 'a: astray lies outside the service folder',
      hint: 'an image is built from its own folder alone; name the file in .dockerignore',
      exitCode: 2,
    });
  });

  test('may have such a link in its folder when .dockerignore names it', () => {
    const leaving = service({ '.dockerignore': 'astray\n' });
    link('/etc/hostname', leaving, 'astray');
    expect(contextFiles(leaving)).toEqual([...ALWAYS, '.dockerignore'].sort());
  });

  test('has no link as its Dockerfile that leads outside', async () => {
    const leaving = stubService({ name: 'a' });
    link('../Dockerfile', leaving, 'Dockerfile');
    const { message } = await faultOf(() => contextFiles(leaving));
    expect(message).toBe('a: Dockerfile lies outside the service folder');
  });

  test('is there with a Dockerfile only', () => {
    expect(hasDockerfile(service())).toBe(true);
    expect(hasDockerfile(stubService())).toBe(false);
  });
});

test('the context is sent with contents, modes and links as they are', async () => {
  const sent = service({ 'src/run.sh': 'echo ä\n', ignored: 'x' });
  chmodSync(path.join(sent.folder, 'src/run.sh'), 0o755);
  link('src/run.sh', sent, 'link');
  const files = ['Dockerfile', 'link', 'src/run.sh'];
  const input = await buffer(packContext(sent, files));
  const folder = tempFolder();
  await execa('tar', ['--extract', '--directory', folder], { input });
  const { stdout } = await execa('find', ['.', '-type', 'f,l', '-printf', '%P %m %l\n'], {
    cwd: folder,
  });
  expect(stdout.split('\n').sort()).toEqual([
    'Dockerfile 644 ',
    'link 777 src/run.sh',
    'src/run.sh 755 ',
  ]);
  expect((await execa('cat', ['link'], { cwd: folder })).stdout).toBe('echo ä');
});
