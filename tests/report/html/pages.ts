/** Results whose pages are looked at from all sides. */
import type { Cell, RunResult } from '../../../src/analyse/result.ts';
import { changed, notValid, service, type Service } from '../cell-fixture.ts';
import { comparison } from '../comparison-fixture.ts';

/** Everything a page shows, and everything that can be wrong with a cell. */
export function faulty(): RunResult {
  const fault = (cell: Cell): Cell => {
    if (cell.client !== 'cpp-cpr') return cell;
    if (cell.server === 'go-gin')
      return notValid(cell, 'failed', 'round 2: the client ended with code 1');
    if (cell.server === 'rust-actix')
      return notValid(cell, 'invalid', 'round 2: the client counted 3 requests, the server 2');
    return cell;
  };
  return changed(comparison({ fault, tooSlow: ['go-gin:python-aiohttp'] }), (run) => {
    run.status = 'interrupted';
    run.notices = ['server and client share CPU 0'];
  });
}

export const HOSTILE =
  '</script><img src=x onerror=alert(1)>&amp;"\'\u202e\u001b[31m\u009b\u200f\ud83d\n=😀';

export function bad(text: string): string {
  return `${text}${HOSTILE}`;
}

/** All that comes from outside is as bad as it can be. */
export function hostile(): RunResult {
  const servers = [service('server', bad('s'), bad('title'), bad('c'))];
  const clients = ['one', 'two'].map((name) => service('client', bad(name), bad('title')));
  const fault = (cell: Cell): Cell =>
    cell.client.startsWith('two') ? notValid(cell, 'failed', bad('why')) : cell;
  return changed(comparison({ servers, clients, fault }), (run) => {
    run.label = bad('label');
    run.notices = [bad('notice')];
    run.environment.host.cpu_model = bad('cpu');
    for (const one of run.environment.services) one.versions = { [bad('lib')]: bad('1.0') };
  });
}

/** As large as a real result: each cell with its rounds and checks. */
export function large(servers: number, clients: number, rounds = 10): RunResult {
  const services = (kind: Service['kind'], count: number): Service[] =>
    Array.from({ length: count }, (_, index) =>
      service(kind, `language-${index}-framework`, 'A Framework with a Name', 'rust'),
    );
  const all = comparison({
    servers: services('server', servers),
    clients: services('client', clients),
  });
  return changed(all, (run) => {
    for (const cell of [...run.cells, ...run.ceilings]) {
      cell.checks = CHECKS;
      const rps = cell.throughput_rps.estimate ?? 0;
      cell.throughput_rps.rounds = Array.from({ length: rounds }, (_, index) => ({
        ...{ round: index + 1, rps: rps * (1 + Math.sin(index) / 97) },
      }));
    }
  });
}

const CHECKS = Array.from({ length: 14 }, (_, index) => ({
  ...{ name: `requests_match_server_${index}`, ok: true, value: 1 + index / 97 },
  limit: '0.998 to 1.002',
}));
