import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parseSysctlFile } from '../../src/host/sysctl-file.ts';

test('settings are read, comments and other lines are not', () => {
  const text = `
# net.core.somaxconn = 1
; net.core.somaxconn = 2
net.core.somaxconn = 65535
  net.ipv4.tcp_tw_reuse=1
-net.ipv4.ip_local_port_range =\t1024\t 65535${'  '}
net/ipv4/tcp_syncookies = 1
no value
= no key
`;
  expect(parseSysctlFile(text)).toEqual([
    { key: 'net.core.somaxconn', value: '65535' },
    { key: 'net.ipv4.tcp_tw_reuse', value: '1' },
    { key: 'net.ipv4.ip_local_port_range', value: '1024 65535' },
    { key: 'net.ipv4.tcp_syncookies', value: '1' },
  ]);
});

test('the published file holds the four settings of its README', () => {
  const keys = parseSysctlFile(readFileSync('sysctl/loopback.conf', 'utf8')).map(({ key }) => key);
  const readme = readFileSync('sysctl/README.md', 'utf8');
  expect(keys.length).toBeGreaterThanOrEqual(4);
  for (const key of keys) expect(readme).toContain(`\`${key}\``);
});
