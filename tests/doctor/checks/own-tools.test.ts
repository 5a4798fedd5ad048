import { expect, test } from '@jest/globals';
import { checkOwnTools } from '../../../src/doctor/checks/own-tools.ts';
import { OWN_TOOLS } from '../../../src/doctor/facts.ts';
import { doctorFacts } from '../facts-fixture.ts';

test('tools that are there are fine', () => {
  expect(checkOwnTools(doctorFacts()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
});

test.each(OWN_TOOLS)('%s may be missing: that is a warning with its own costs', (tool) => {
  const { own_tools } = doctorFacts();
  const findings = checkOwnTools(doctorFacts({ own_tools: { ...own_tools, [tool]: false } }));
  const troubled = findings.filter(({ status }) => status !== 'ok');
  expect(troubled).toMatchObject([
    { status: 'warn', id: `own-tool:${tool}`, found: 'not found on PATH' },
  ]);
});

test('the cure is one of this machine', () => {
  const own_tools = { taskset: false, setpriv: true, npm: true };
  const cure = (bent: { has_apt: boolean; is_root: boolean }): unknown =>
    checkOwnTools(doctorFacts({ own_tools, ...bent }))[0];
  expect(cure({ has_apt: true, is_root: false })).toHaveProperty(
    'cure.text',
    'sudo apt-get install -y --no-install-recommends util-linux',
  );
  expect(cure({ has_apt: true, is_root: true })).toHaveProperty(
    'cure.text',
    'apt-get install -y --no-install-recommends util-linux',
  );
  expect(cure({ has_apt: false, is_root: false })).toHaveProperty(
    'cure.text',
    'install util-linux',
  );
});
