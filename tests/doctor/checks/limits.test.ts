import { expect, test } from '@jest/globals';
import { checkLimits } from '../../../src/doctor/checks/limits.ts';
import { doctorFacts } from '../facts-fixture.ts';

function check(hard: number | null) {
  return checkLimits(doctorFacts({ nofile: { soft: hard, hard, spare: 64 } }))[0];
}

test('enough open files, or no limit of them, are fine', () => {
  expect(check(65_535)?.status).toBe('ok');
  expect(check(null)).toMatchObject({ status: 'ok', found: expect.stringContaining('no limit') });
});

test('a low limit tells how many connections it allows', () => {
  expect(check(20_000)).toMatchObject({
    status: 'warn',
    costs: 'more than 19,936 connections (-c) are refused',
    cure: { kind: 'command', text: expect.stringContaining('sudo tee /etc/security/limits.d/') },
  });
});

test('one that is too low for the default number of connections fails', () => {
  expect(check(164)?.status).toBe('warn');
  expect(check(163)).toMatchObject({
    status: 'fail',
    costs: 'more than 99 connections (-c) are refused',
  });
  expect(check(10)).toHaveProperty('costs', 'more than 0 connections (-c) are refused');
});
