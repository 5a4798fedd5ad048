import { afterEach, describe, expect, test } from '@jest/globals';
import { readClock } from '../../../src/doctor/read/clock.ts';
import { fakeTool } from '../../helpers/fake-tools.ts';

const realPath = process.env.PATH;

afterEach(() => {
  process.env.PATH = realPath;
});

const NO_SYSTEMD = 'echo "System has not been booted with systemd" >&2; exit 1';

describe('whether the time is synchronised', () => {
  test.each([
    ['yes', true],
    ['no', false],
  ])('systemd says %s', async (answer, expected) => {
    fakeTool('timedatectl', `echo ${answer}`);
    expect((await readClock()).synchronised).toBe(expected);
  });

  test.each([
    ['0', true],
    ['5', false],
    ['-1', null],
    ['Traceback', null],
  ])('the kernel says %s where systemd does not run', async (state, expected) => {
    fakeTool('timedatectl', NO_SYSTEMD);
    fakeTool('python3', `echo ${state}`);
    expect((await readClock()).synchronised).toBe(expected);
  });

  test('the kernel of this machine can be asked', async () => {
    fakeTool('timedatectl', NO_SYSTEMD);
    expect(typeof (await readClock()).synchronised).toBe('boolean');
  });

  test('is not known where nobody can tell', async () => {
    process.env.PATH = '';
    expect((await readClock()).synchronised).toBeNull();
  });
});

test('the source is one of those available', async () => {
  const { source, available } = await readClock();
  expect(available).toContain(source);
});
