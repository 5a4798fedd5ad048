import { afterEach, expect, test } from '@jest/globals';
import type { InstallPolicy } from '../../../src/build/packages.ts';
import { readRequirements } from '../../../src/doctor/read/requirements.ts';
import { fakeTool } from '../../helpers/fake-tools.ts';
import { stubService } from '../../helpers/service-folder.ts';

const realPath = process.env.PATH;

afterEach(() => {
  process.env.PATH = realPath;
});

const POLICY: InstallPolicy = { allowed: false, ask: null, isRoot: false, hasApt: true };

test('a thing that several services require is one, with all their ranges', async () => {
  fakeTool('fakecc', 'echo 1.78.0');
  const old = { tool: 'fakecc', version: '>=1.70', apt: 'fakecc' };
  const young = { tool: 'fakecc', version: '>=1.80', apt: 'fakecc' };
  const services = [
    stubService({
      name: 'a',
      manifest: { requires: [old, { header: 'no/such.h', apt: 'x-dev' }] },
    }),
    stubService({ name: 'b', manifest: { requires: [young] } }),
  ];
  expect(await readRequirements(services, POLICY)).toEqual([
    {
      kind: 'tool',
      name: 'fakecc',
      version: '1.78.0',
      wanted: ['>=1.70', '>=1.80'],
      services: ['a', 'b'],
      lacking: ['b'],
      reasons: ['fakecc >=1.80 is needed, 1.78.0 is installed'],
      install_command: null, // the package would bring the same version
    },
    {
      kind: 'header',
      name: 'no/such.h',
      version: null,
      wanted: [],
      services: ['a'],
      lacking: ['a'],
      reasons: ['the C/C++ header no/such.h is missing'],
      install_command: 'sudo apt-get install -y --no-install-recommends x-dev',
    },
  ]);
});

test('namesakes are told apart', async () => {
  const requires = [{ tool: 'no-such-tool' }];
  const twins = (['server', 'client'] as const).map((kind) =>
    stubService({ kind, name: 'twin', manifest: { requires } }),
  );
  const [found] = await readRequirements(twins, POLICY);
  expect(found).toMatchObject({
    services: ['twin (server)', 'twin (client)'],
    lacking: ['twin (server)', 'twin (client)'],
  });
});

test('where there is no apt, no such command is given', async () => {
  const requires = [{ tool: 'no-such-tool', apt: 'the-tool' }];
  const [found] = await readRequirements([stubService({ manifest: { requires } })], {
    ...POLICY,
    hasApt: false,
  });
  expect(found).toMatchObject({ lacking: ['sh-stub'], install_command: null });
});

test('what is looked for by a tool that is missing cannot be looked for', async () => {
  process.env.PATH = '';
  const requires = [{ header: 'stdio.h' }, { python_module: 'json' }];
  const found = await readRequirements([stubService({ manifest: { requires } })], POLICY);
  expect(found.flatMap(({ reasons }) => reasons)).toEqual([
    'the C/C++ header stdio.h cannot be looked for without g++',
    'the Python module json cannot be looked for without python3',
  ]);
});
