import { expect, test } from '@jest/globals';
import { checkRequirements } from '../../../src/doctor/checks/requirements.ts';
import type { RequirementFacts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';

const FULFILLED: RequirementFacts = {
  kind: 'tool',
  name: 'fakecc',
  version: '1.80.0',
  wanted: ['>=1.80', '>=1.75'],
  services: ['a', 'b'],
  lacking: [],
  reasons: [],
  install_command: null,
};

function check(
  bent: Partial<RequirementFacts>,
  used: 'process' | 'docker' = 'process',
): Finding | undefined {
  const requirements = [{ ...FULFILLED, ...bent }];
  return checkRequirements({ requirements, runtime: { used, why: null } })[0];
}

test.each<[Partial<RequirementFacts>, string, string]>([
  [{}, 'fakecc', '1.80.0 (wanted: >=1.80, >=1.75), for a, b'],
  [{ version: 'unknown', wanted: [] }, 'fakecc', 'found, for a, b'],
  [
    { kind: 'header', name: 'x/y.h', version: null, wanted: [] },
    'C/C++ header x/y.h',
    'found, for a, b',
  ],
])('what is there is told with its version: %j', (bent, title, found) => {
  expect(check(bent)).toMatchObject({ status: 'ok', title, found });
});

test.each<[Partial<RequirementFacts>, string, string]>([
  [
    { version: null, reasons: ['fakecc is not installed'] },
    'not installed',
    'install what brings fakecc',
  ],
  [
    {
      version: '1.76.0',
      lacking: ['a'],
      reasons: ['fakecc >=1.80 is needed, 1.76.0 is installed'],
    },
    '>=1.80 is needed, 1.76.0 is installed',
    'install fakecc >=1.80 and >=1.75, from its makers if need be',
  ],
  [
    { kind: 'header', name: 'x.h', version: null, reasons: ['the C/C++ header x.h is missing'] },
    'missing',
    'install what brings x.h',
  ],
  [
    {
      kind: 'python-module',
      name: 'venv',
      version: null,
      reasons: ['the Python module venv cannot be looked for without python3'],
    },
    'cannot be looked for without python3',
    'install what brings venv',
  ],
])('what is missing fails, with the services that suffer: %j', (bent, found, cure) => {
  const lacking = bent.lacking ?? ['a', 'b'];
  expect(check({ lacking, ...bent })).toMatchObject({
    status: 'fail',
    found,
    costs: `cannot be built, so their pairs are skipped: ${lacking.join(', ')}`,
    cure: { kind: 'advice', text: cure },
  });
});

test('a package that brings it is the cure', () => {
  const install_command = 'sudo apt-get install -y --no-install-recommends fakecc-2';
  expect(check({ version: null, lacking: ['a'], install_command })).toMatchObject({
    cure: { kind: 'command', text: install_command },
  });
});

test('where services run in containers, it is missed by other runtimes alone', () => {
  const lacking = { version: null, lacking: ['a'], reasons: ['fakecc is not installed'] };
  expect(check(lacking, 'docker')).toMatchObject({
    status: 'warn',
    found: 'not installed',
    costs: 'only in containers can be built: a',
  });
});
