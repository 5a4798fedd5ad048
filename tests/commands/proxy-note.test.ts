import { expect, test } from '@jest/globals';
import { proxyNote } from '../../src/commands/proxy-note.ts';

test('proxy variables are named without their values, and only those that are set', () => {
  const url = 'http://user:secret@127.0.0.1:9';
  const env = { HTTPS_PROXY: url, http_proxy: url, All_Proxy: url, NO_PROXY: '', PROXY: url };
  expect(proxyNote(env)).toEqual([
    'All_Proxy, HTTPS_PROXY, http_proxy ignored: clients reach servers directly, never through a proxy',
  ]);
  expect(proxyNote({ NO_PROXY: '', HOME: '/' })).toEqual([]);
});
