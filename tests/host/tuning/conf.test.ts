import { describe, expect, test } from '@jest/globals';
import { parseConf, readConf } from '../../../src/host/tuning/conf.ts';
import { faultOf } from '../../helpers/fault.ts';

const parse = (...lines: string[]) => parseConf(lines.join('\n'), 'x.conf');

describe('a conf file', () => {
  test('has keys with one number or a range, comments and empty lines', () => {
    expect(
      parse(
        '# why',
        '; too',
        '',
        '  net.core.somaxconn = 4096  ',
        'net.ipv4.neigh.eth-0.a_b=7',
        'net.ipv4.ip_local_port_range = 1024\t65535',
      ),
    ).toEqual([
      { key: 'net.core.somaxconn', numbers: [4096] },
      { key: 'net.ipv4.neigh.eth-0.a_b', numbers: [7] },
      { key: 'net.ipv4.ip_local_port_range', numbers: [1024, 65535] },
    ]);
  });

  test('of pairbench holds what the guide sets', () => {
    expect(readConf('sysctl/loopback.conf')).toEqual([
      { key: 'net.core.somaxconn', numbers: [65535] },
      { key: 'net.ipv4.tcp_max_syn_backlog', numbers: [65535] },
      { key: 'net.ipv4.ip_local_port_range', numbers: [1024, 65535] },
      { key: 'net.ipv4.tcp_tw_reuse', numbers: [1] },
    ]);
  });

  test.each([
    ['net.core.somaxconn 4096', 'x.conf:2: "net.core.somaxconn 4096" is not KEY = VALUE'],
    ['somaxconn = 4096', 'x.conf:2: "somaxconn = 4096" is not KEY = VALUE'],
    ['net/core/x = 1', 'x.conf:2: "net/core/x = 1" is not KEY = VALUE'],
    ['net..core = 1', 'x.conf:2: "net..core = 1" is not KEY = VALUE'],
    ['net.../etc = 1', 'x.conf:2: "net.../etc = 1" is not KEY = VALUE'],
    ['a.b = ', 'x.conf:2: a.b: "" is neither a whole number nor a range of two'],
    ['a.b = bbr', 'x.conf:2: a.b: "bbr" is neither a whole number nor a range of two'],
    ['a.b = -1', 'x.conf:2: a.b: "-1" is neither a whole number nor a range of two'],
    ['a.b = 1 2 3', 'x.conf:2: a.b: "1 2 3" is neither a whole number nor a range of two'],
    ['a.b = 9 2', 'x.conf:2: a.b: "9 2" is neither a whole number nor a range of two'],
    ['x.y = 2', 'x.conf:2: x.y stands in line 1 already'],
  ])('with %j is refused', async (line, message) => {
    expect(await faultOf(() => parse('x.y = 1', line))).toMatchObject({ message, exitCode: 2 });
  });

  test('that is not there is refused', async () => {
    const { message } = await faultOf(() => readConf('none.conf'));
    expect(message).toMatch(/^none\.conf: cannot be read: .*ENOENT/);
  });
});
