import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { discoverServices } from '../../src/plan/discover.ts';
import { faultOf } from '../helpers/fault.ts';
import { writeService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

describe('discovering services', () => {
  test('finds the folders with a manifest, servers first, by name', () => {
    const root = tempFolder();
    writeService(root, { kind: 'client', name: 'b' });
    writeService(root, { name: 'd' });
    writeService(root, { name: 'c-1' });
    mkdirSync(path.join(root, 'servers', 'no-manifest'));
    writeInto(root, 'servers/README.md', 'text');
    writeInto(root, 'vectors/service.yaml', 'not a service');
    const services = discoverServices(root);
    expect(services.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'server c-1',
      'server d',
      'client b',
    ]);
    expect(services[0]?.folder).toBe(path.join(root, 'servers', 'c-1'));
  });

  test.each(['Go-Gin', 'go_gin', 'go gin', '-go', 'go--gin', 'gö', '=1+1'])(
    'refuses the name %j',
    async (name) => {
      const root = tempFolder();
      writeService(root, { name });
      const { message, hint } = await faultOf(() => discoverServices(root));
      expect(message).toContain(`servers/${name}: a service's name is lower-case letters`);
      expect(hint).toBe('rename the folder');
    },
  );

  test('refuses a folder that is a link', async () => {
    const root = tempFolder();
    const { folder } = writeService(tempFolder(), { name: 'real' });
    mkdirSync(path.join(root, 'servers'));
    symlinkSync(folder, path.join(root, 'servers', 'linked'));
    const { message } = await faultOf(() => discoverServices(root));
    expect(message).toMatch(/servers\/linked: a service folder cannot be a symbolic link$/);
  });

  test('takes a server and a client of the same name for two', () => {
    const root = tempFolder();
    for (const kind of ['server', 'client'] as const)
      writeService(root, { kind, name: 'reference' });
    expect(discoverServices(root).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'server reference',
      'client reference',
    ]);
  });

  test('names the manifest that is wrong', async () => {
    const root = tempFolder();
    writeService(root, { name: 'good' });
    writeInto(root, 'clients/bad/service.yaml', 'titel: x\n');
    const { message } = await faultOf(() => discoverServices(root));
    expect(message).toMatch(/clients\/bad\/service\.yaml:1:1: /);
  });

  test.each([
    ['an empty folder', (root: string) => root],
    ['a folder that is not there', (root: string) => path.join(root, 'none')],
    ['a file', (root: string) => writeInto(root, 'file', '')],
  ])('says that %s has no services', async (_, make) => {
    const root = make(tempFolder());
    const { message } = await faultOf(() => discoverServices(root));
    expect(message).toBe(`no service found below ${root}`);
  });
});
