import { describe, expect, test } from '@jest/globals';
import { checkNetwork } from '../../../src/doctor/checks/network.ts';
import type { DoctorFacts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import { readConf } from '../../../src/host/tuning/conf.ts';
import { doctorFacts } from '../facts-fixture.ts';
import { findingOf } from '../find-finding.ts';

function setting(key: string, wanted: string, current: string | null): Finding {
  const facts = doctorFacts({ kernel_settings: [{ key, wanted, current }] });
  return findingOf(checkNetwork(facts), `sysctl:${key}`);
}

function ports(bent: Partial<DoctorFacts>): Finding {
  return findingOf(checkNetwork(doctorFacts(bent)), 'network:time-wait');
}

const SOMAXCONN = 'net.core.somaxconn';
const RANGE = 'net.ipv4.ip_local_port_range';
const REUSE = 'net.ipv4.tcp_tw_reuse';

describe('a kernel setting', () => {
  test.each([
    [SOMAXCONN, '65535', '65535', '65535'],
    [SOMAXCONN, '65535', '1048576', '1048576, as good as 65535 here'],
    [RANGE, '1024 65535', '1000 65535', '1000 65535, as good as 1024 65535 here'],
    [REUSE, '1', '2', '2, as good as 1 here'],
    ['net.ipv4.some_key', 'a b', 'a b', 'a b'],
  ])('%s = %s is fulfilled by %s', (key, wanted, current, found) => {
    expect(setting(key, wanted, current)).toMatchObject({ status: 'ok', found });
  });

  test.each([
    [SOMAXCONN, '65535', '4096', 'sudo sysctl -w net.core.somaxconn=65535'],
    [RANGE, '1024 65535', '32768 60999', `sudo sysctl -w ${RANGE}="1024 65535"`],
    [RANGE, '1024 65535', '1024 60999', `sudo sysctl -w ${RANGE}="1024 65535"`],
    [RANGE, '1024 65535', 'nonsense', `sudo sysctl -w ${RANGE}="1024 65535"`],
    [REUSE, '1', '0', 'sudo sysctl -w net.ipv4.tcp_tw_reuse=1'],
    ['net.ipv4.some_key', '1', '2', 'sudo sysctl -w net.ipv4.some_key=1'],
  ])('%s = %s is not fulfilled by %s', (key, wanted, current, text) => {
    expect(setting(key, wanted, current)).toMatchObject({
      status: 'warn',
      found: `${current}, wanted: ${wanted}`,
      cure: { kind: 'command', text },
    });
  });

  test('that the kernel does not have is told', () => {
    expect(setting('net.ipv4.no_such_key', '1', null)).toMatchObject({
      status: 'warn',
      found: 'this kernel has no such setting, wanted: 1',
    });
  });

  test.each(readConf('sysctl/loopback.conf'))(
    'of the published file has its costs told: $key',
    ({ key, numbers }) => {
      const finding = setting(key, numbers.join(' '), '0');
      expect(finding.status).toBe('warn');
      expect(finding).not.toHaveProperty('costs', 'see sysctl/README.md');
    },
  );
});

describe('ports', () => {
  test('are counted against those that wait', () => {
    expect(ports({})).toMatchObject({
      status: 'ok',
      found: '3 sockets in TIME_WAIT, 28,232 ports',
    });
  });

  test('that wait in great number are a warning', () => {
    const port_range = { first: 40_000, last: 40_099 };
    expect(ports({ time_wait_sockets: 50, port_range }).status).toBe('ok');
    expect(ports({ time_wait_sockets: 51, port_range })).toMatchObject({
      status: 'warn',
      found: '51 sockets in TIME_WAIT, 100 ports',
    });
  });

  test.each<Partial<DoctorFacts>>([{ time_wait_sockets: null }, { port_range: null }])(
    'of which %j are not known',
    (bent) => {
      expect(ports(bent)).toMatchObject({
        status: 'warn',
        found: expect.stringMatching(/^not known: /),
      });
    },
  );
});
