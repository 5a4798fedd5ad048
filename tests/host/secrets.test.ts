import { describe, expect, test } from '@jest/globals';
import { withoutSecrets } from '../../src/host/secrets.ts';

const ENV = {
  NPM_TOKEN: 'npm_0123456789',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7',
  https_proxy: 'http://user:hunter22@proxy.example:3128',
  SHORT_TOKEN: '1',
  EMPTY_PASSWORD: '',
  LONG_TOKEN: 'npm_0123456789abc',
  HOME: '/home/somebody',
};

describe('lines of a build', () => {
  test.each([
    ['error: npm_0123456789 is refused', 'error: *** is refused'],
    ['both: npm_0123456789abc, npm_0123456789', 'both: ***, ***'],
    ['AKIAIOSFODNN7/wJalrXUtnFEMI', '***/***'],
    ['via http://user:hunter22@proxy.example:3128/x', 'via http://***@proxy.example:3128/x'],
    ['1 of 1 in /home/somebody', '1 of 1 in /home/somebody'],
  ])('%j are kept as %j', (line, kept) => {
    expect(withoutSecrets([line], ENV)).toEqual([kept]);
  });

  test('are kept as they are where there is no secret', () => {
    expect(withoutSecrets(['a', 'b'], { PATH: '/bin' })).toEqual(['a', 'b']);
  });
});
