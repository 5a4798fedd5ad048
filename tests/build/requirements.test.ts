import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findMissing, toolVersion } from '../../src/build/requirements.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const NO_TOOL = 'no-such-compiler';

async function reasons(...requires: Record<string, string>[]): Promise<string[]> {
  const missing = await findMissing([stubService({ manifest: { requires } })]);
  return missing.map(({ reason }) => reason);
}

describe('the version of a tool', () => {
  test('is what it prints for --version', async () => {
    fakeTool('fakecc', 'echo "fakecc (Debian 12.2.0-14) 12.2.0"');
    expect(await toolVersion('fakecc')).toBe('12.2.0');
  });

  test('is what it prints for the word version, as Go has it', async () => {
    fakeTool('fakego', '[ "$1" = version ] && echo "go version go1.26 linux/amd64"');
    expect(await toolVersion('fakego')).toBe('1.26');
  });

  test('may stand on stderr, or nowhere', async () => {
    fakeTool('fakejava', 'echo "openjdk 17.0.1" >&2');
    fakeTool('silent', 'exit 0');
    expect(await toolVersion('fakejava')).toBe('17.0.1');
    expect(await toolVersion('silent')).toBe('unknown');
  });

  test('of no tool is null', async () => {
    expect(await toolVersion(NO_TOOL)).toBeNull();
  });
});

describe('a requirement', () => {
  test('that is met is not missing', async () => {
    fakeTool('fakecc', 'echo 1.80.0');
    expect(
      await reasons(
        { tool: 'fakecc', version: '>=1.80' },
        { tool: 'sh' },
        { header: 'stdio.h' },
        { python_module: 'json' },
      ),
    ).toEqual([]);
  });

  test('of a tool that is not there says so', async () => {
    expect(await reasons({ tool: NO_TOOL })).toEqual([`${NO_TOOL} is not installed`]);
  });

  test.each([
    ['1.79.0', '>=1.80', 'fakecc >=1.80 is needed, 1.79.0 is installed'],
    ['3.10', '>=3.11 <4', 'fakecc >=3.11 <4 is needed, 3.10 is installed'],
    ['nothing', '>=1', 'fakecc >=1 is needed, unknown is installed'],
  ])('of a tool with %j for %j tells both', async (printed, version, reason) => {
    fakeTool('fakecc', `echo ${printed}`);
    expect(await reasons({ tool: 'fakecc', version })).toEqual([reason]);
  });

  test('of a header is asked of the compiler', async () => {
    expect(await reasons({ header: 'no/such/header.h' })).toEqual([
      'the C/C++ header no/such/header.h is missing',
    ]);
  });

  test('of a Python module is asked of Python', async () => {
    expect(await reasons({ python_module: 'no_such_module' })).toEqual([
      'the Python module no_such_module is missing',
    ]);
  });
});

test('a requirement of several services is checked once and told for each', async () => {
  const calls = path.join(tempFolder(), 'calls');
  fakeTool('fakecc', `echo call >> '${calls}'; echo 1.0`);
  const requires = [{ tool: 'fakecc', version: '>=2', apt: 'fakecc-2' }];
  const services = ['a', 'b'].map((name) => stubService({ name, manifest: { requires } }));
  expect(await findMissing(services)).toEqual(
    services.map((service) => ({
      service,
      requirement: requires[0],
      reason: 'fakecc >=2 is needed, 1.0 is installed',
    })),
  );
  expect(readFileSync(calls, 'utf8')).toBe('call\n');
});
