import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BuildFact } from '../../src/build/facts.ts';
import {
  installCommand,
  installMissing,
  installPolicy,
  packagesFor,
} from '../../src/build/packages.ts';
import type { InstallPolicy } from '../../src/build/packages.ts';
import type { Unmet } from '../../src/build/requirements.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ROOT: InstallPolicy = { allowed: true, ask: null, isRoot: true, hasApt: true };

function missing(apt: string | undefined, reason = 'x is not installed'): Unmet {
  return { requirement: { tool: 'x', apt }, reason };
}

const CMAKE = [missing('cmake')];
const INSTALL_CMAKE = 'apt-get install -y --no-install-recommends cmake';

/** A stand-in for apt-get that notes its arguments; gives a function that reads them. */
function recordingTool(name: string, script = ''): () => string[] {
  const file = path.join(tempFolder(), 'calls');
  fakeTool(name, `echo "$*" >> '${file}'\n${script}`);
  return () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
}

async function install(
  policy: Partial<InstallPolicy>,
  lacking: readonly Unmet[] = CMAKE,
): Promise<BuildFact[]> {
  const facts: BuildFact[] = [];
  await installMissing(lacking, { ...ROOT, ...policy }, (fact) => facts.push(fact));
  return facts;
}

describe('the packages to install', () => {
  test('are named once each, in order', () => {
    expect(packagesFor([missing('g++'), missing('cmake'), missing('g++')])).toEqual([
      'cmake',
      'g++',
    ]);
  });

  test('leave out what no package brings', () => {
    expect(packagesFor([missing(undefined)])).toEqual([]);
  });

  test('leave out tools that are too old: the same distribution has no newer one', () => {
    expect(packagesFor([missing('golang-go', 'go >=1.25 is needed, 1.19 is installed')])).toEqual(
      [],
    );
  });

  test('are shown as a person would install them', () => {
    expect(installCommand(['cmake'], true)).toBe(INSTALL_CMAKE);
    expect(installCommand(['cmake', 'g++'], false)).toBe(
      'sudo apt-get install -y --no-install-recommends cmake g++',
    );
  });
});

describe('packages are installed', () => {
  test('by root without a terminal', async () => {
    const calls = recordingTool('apt-get');
    expect(await install({})).toEqual([
      {
        type: 'packages-installed',
        packages: ['cmake'],
        command: INSTALL_CMAKE,
        duration_ms: expect.any(Number),
      },
    ]);
    expect(calls()).toEqual(['update -qq', 'install -y --no-install-recommends cmake']);
  });

  test('on a terminal when the user agrees, by sudo where that is needed', async () => {
    const calls = recordingTool('sudo');
    const questions: string[] = [];
    const ask = (question: string): Promise<boolean> => {
      questions.push(question);
      return Promise.resolve(true);
    };
    await install({ ask, isRoot: false });
    expect(questions).toEqual([`Missing system packages. Run "sudo ${INSTALL_CMAKE}"?`]);
    expect(calls()).toEqual([
      'apt-get update -qq',
      'apt-get install -y --no-install-recommends cmake',
    ]);
  });

  test('even if the update failed, since they may still be there', async () => {
    const calls = recordingTool('apt-get', '[ "$1" != update ]');
    expect(await install({})).toHaveLength(1);
    expect(calls()).toHaveLength(2);
  });

  test('without questions of their own', async () => {
    recordingTool('apt-get', '[ "$DEBIAN_FRONTEND" = noninteractive ]');
    expect(await install({})).toHaveLength(1);
  });
});

describe('nothing is installed', () => {
  const refuses = (): Promise<boolean> => Promise.resolve(false);
  const mayNotAsk = (): Promise<boolean> => Promise.reject(new Error('nobody is to be asked'));

  test.each<[string, Partial<InstallPolicy>]>([
    ['when it is forbidden', { allowed: false, ask: mayNotAsk }],
    ['without apt', { hasApt: false, ask: mayNotAsk }],
    ['by another user without a terminal', { isRoot: false }],
    ['when the user refuses', { ask: refuses }],
  ])('%s', async (_, policy) => {
    const calls = [recordingTool('apt-get'), recordingTool('sudo')];
    expect(await install(policy)).toEqual([]);
    expect(calls.flatMap((read) => read())).toEqual([]);
  });

  test('when there is no package for what is missing', async () => {
    const calls = recordingTool('apt-get');
    expect(await install({ ask: mayNotAsk }, [missing(undefined)])).toEqual([]);
    expect(calls()).toEqual([]);
  });
});

describe('an installation that fails', () => {
  test('is a fault with the last line that was printed', async () => {
    recordingTool('apt-get', 'echo "Reading lists"; echo "E: no package cmake" >&2; exit 100');
    const { message, hint, exitCode } = await faultOf(() => install({}));
    expect(message).toBe(`"${INSTALL_CMAKE}" failed: E: no package cmake`);
    expect(hint).toMatch(/PAIRBENCH_NO_INSTALL=1/);
    expect(exitCode).toBe(3);
  });

  test('for want of the program says so', async () => {
    process.env.PATH = tempFolder();
    const { message } = await faultOf(() => install({}));
    expect(message).toMatch(/^"apt-get .*" failed: .*ENOENT/);
    fakeTool('restores', 'PATH after the test');
  });
});

test('the policy of this process follows the environment and asks nobody without a terminal', () => {
  expect(installPolicy({ PAIRBENCH_NO_INSTALL: '1' })).toMatchObject({ allowed: false, ask: null });
  expect(installPolicy({})).toMatchObject({
    allowed: true,
    isRoot: process.getuid?.() === 0,
  });
});
