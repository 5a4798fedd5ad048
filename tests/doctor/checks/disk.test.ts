import { expect, test } from '@jest/globals';
import { checkDisk } from '../../../src/doctor/checks/disk.ts';
import type { PlaceFacts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';

function check(
  what: PlaceFacts['what'],
  free_bytes: number,
  problem: string | null = null,
): Finding | undefined {
  return checkDisk([{ what, folder: '/data/x', space: { free_bytes, problem } }])[0];
}

test.each([
  ['results', 100e6, 'ok'],
  ['results', 99e6, 'warn'],
  ['results', 9e6, 'fail'],
  ['results', 0, 'fail'],
  ['cache', 2e9, 'ok'],
  ['cache', 1.9e9, 'warn'],
  ['cache', 9e6, 'fail'],
] as const)('the %s folder with %d bytes free: %s', (what, free_bytes, status) => {
  expect(check(what, free_bytes)?.status).toBe(status);
});

test('the free space and the way out are told', () => {
  expect(check('results', 50e6)).toMatchObject({
    found: '50 MB free for /data/x',
    costs: 'a run ends when the disk is full; what was measured until then is kept',
    cure: { kind: 'advice', text: 'free 100 MB, or choose another folder with --output' },
  });
});

test('a folder that cannot be written fails, however much is free', () => {
  expect(check('cache', 50e9, 'EROFS: read-only file system')).toMatchObject({
    status: 'fail',
    found: '/data/x: EROFS: read-only file system',
    cure: { text: 'choose another folder with --cache-dir' },
  });
});
