import { describe, expect, test } from '@jest/globals';
import { externalServersOf } from '../../src/commands/external-servers.ts';
import { OptionValues } from '../../src/commands/option-values.ts';
import type { RawValues } from '../../src/commands/option-values.ts';
import { identify } from '../../src/host/process-table.ts';
import type { ExternalServer } from '../../src/plan/external-server.ts';
import { faultOf } from '../helpers/fault.ts';

const NO_PID = 4_194_305; // above the kernel's largest
const URL = 'http://127.0.0.1:8000';

function serversOf(flags: RawValues, file: RawValues = {}): ExternalServer[] {
  return externalServersOf(new OptionValues(flags, {}, { name: 'pairbench.yaml', values: file }));
}

describe('servers that already run', () => {
  test('are none when none are named', () => {
    expect(serversOf({})).toEqual([]);
  });

  test('are named with their URLs, several too', () => {
    const mine = { name: 'mine', kind: 'server', url: URL, process: null };
    const second = { ...mine, name: 'mine-2', url: 'http://orders.example' };
    expect(serversOf({ 'server-url': `mine=${URL}/` })).toEqual([mine]);
    const both = [`mine=${URL}`, 'mine-2=http://orders.example:80'];
    expect(serversOf({ 'server-url': both })).toEqual([mine, second]);
    expect(serversOf({}, { 'server-url': both })).toEqual([mine, second]);
  });

  test('have a process when it is named', () => {
    const flags = {
      'server-url': [`mine=${URL}`, `other=${URL}`],
      'server-pid': `other=${process.pid}`,
    };
    expect(serversOf(flags)).toMatchObject([
      { name: 'mine', process: null },
      { name: 'other', process: identify(process.pid) },
    ]);
  });
});

describe('what is no such server is refused', () => {
  const url = `mine=${URL}`;
  test.each<[RawValues, string]>([
    [{ 'server-url': URL }, `--server-url: "${URL}" is not NAME=URL`],
    [{ 'server-url': 'mine' }, '--server-url: "mine" is not NAME=URL'],
    [{ 'server-url': 'mine=' }, '--server-url: "mine=" is not NAME=URL'],
    [
      { 'server-url': `=${URL}` },
      '--server-url: "" is no name: lower-case letters and digits, joined by "-"',
    ],
    [
      { 'server-url': `My_Server=${URL}` },
      '--server-url: "My_Server" is no name: lower-case letters and digits, joined by "-"',
    ],
    [{ 'server-url': 'mine=127.0.0.1:80' }, '--server-url: mine: "127.0.0.1:80" is not a URL'],
    [
      { 'server-url': 'mine=https://a' },
      '--server-url: mine: "https://a" must begin with http://, the clients speak plain HTTP',
    ],
    [
      { 'server-url': 'mine=http://a/v1' },
      '--server-url: mine: "http://a/v1" must end after the port, orders go to /order of this host',
    ],
    [{ 'server-url': [url, 'mine=http://a'] }, '--server-url: mine is given twice'],
    [{ 'server-pid': 'mine=1' }, '--server-pid: there is no server "mine" of --server-url'],
    [
      { 'server-url': url, 'server-pid': `mien=${process.pid}` },
      '--server-pid: there is no server "mien" of --server-url',
    ],
    [{ 'server-url': url, 'server-pid': '4711' }, '--server-pid: "4711" is not NAME=PID'],
    [{ 'server-url': url, 'server-pid': 'mine=x' }, '--server-pid: mine: "x" is no process number'],
    [{ 'server-url': url, 'server-pid': 'mine=0' }, '--server-pid: mine: "0" is no process number'],
    [
      { 'server-url': url, 'server-pid': `mine=${NO_PID}` },
      `--server-pid: mine: there is no process ${NO_PID}`,
    ],
  ])('%j', async (flags, message) => {
    expect(await faultOf(() => serversOf(flags))).toMatchObject({ message, exitCode: 2 });
  });
});
