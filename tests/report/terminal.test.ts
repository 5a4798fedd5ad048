import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import {
  cellOf,
  changed,
  NO_INTERVAL,
  notValid,
  resultOf,
  service,
  type Service,
} from './cell-fixture.ts';
import { CLIENTS, comparison, SERVERS } from './comparison-fixture.ts';
import { expectGolden } from './golden.ts';

const WIDTH = 80;
const SHORT = { colour: false, width: WIDTH, detail: 'short' } as const;

function render(result: RunResult): string {
  return renderTerminal(result, SHORT);
}

function many(kind: Service['kind'], count: number, nameLength = 10): Service[] {
  return Array.from({ length: count }, (_, index) =>
    service(kind, `${kind}-${index}-`.padEnd(nameLength, 'x')),
  );
}

/** One of nine cells fails, one is invalid, and the run was interrupted with something to say. */
function faulty(): RunResult {
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
    run.environment.changed_during_run = ['net.core.somaxconn'];
  });
}

/** Two pairs at a rate that was asked for. */
function openLoop(): RunResult {
  const all = comparison({ servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 2) });
  return changed(all, (run) => {
    run.settings.rate_per_s = 300;
    run.settings.keep_alive = false;
    [run.ceilings, run.reference] = [[], null];
    run.latency_at_rate = run.latency_at_rate.slice(0, 2);
    for (const one of run.latency_at_rate) [one.rate_per_s, one.unsent] = [300, 4];
    run.cells = run.latency_at_rate.map(({ server, client, rtt_ns, send_delay_ns }) =>
      cellOf(server, client, 300, {
        rtt_ns,
        send_delay_ns: { mean: send_delay_ns.mean, p50: send_delay_ns.p50, p99: send_delay_ns.p99 },
        unsent: 4,
      }),
    );
    run.rankings = run.rankings
      .filter(({ of }) => of === 'pairs')
      .map((ranking) =>
        ranking.metric === 'throughput_rps'
          ? { ...ranking, entries: [], sentences: [], absent: 'the rate was fixed by --rate' }
          : ranking,
      );
  });
}

describe('the whole report', () => {
  test('says which cores were taken, and why', () => {
    const text = render(
      changed(comparison(), (run) => {
        run.environment.pinning = {
          ...{ server: [33, 1], client: [34, 2, 35, 3], note: null },
          reason: 'one core (CPUs 0,32) is left',
          cores: { server: { count: 1, nodes: [1] }, client: { count: 2, nodes: [1] } },
        };
      }),
    );
    expect(text.replaceAll('\n', ' ')).toContain(
      'Server on CPUs 1,33 (1 core of node 1), 1 worker; client on CPUs 2-3,34-35 (2 cores of node 1), ' +
        '1 thread One core (CPUs 0,32) is left ',
    );
  });

  test('of a complete run', () => {
    expectGolden('terminal-complete.txt', render(comparison()));
  });

  test('of a complete run with all that is known', () => {
    expectGolden('terminal-full.txt', renderTerminal(comparison(), { ...SHORT, detail: 'full' }));
  });

  test('of a run with faults', () => {
    expectGolden('terminal-faulty.txt', render(faulty()));
  });

  test('of one pair in an open loop', () => {
    expectGolden('terminal-open-loop.txt', render(openLoop()));
  });
});

describe('no line is wider than the terminal', () => {
  const wideTitles = [service('server', 'go-gin', '非同步伺服器效能測試'.repeat(6), 'go')];
  const emoji = [service('client', '🚀'.repeat(20)), service('client', 'plain')];
  const longReason = `${'/long'.repeat(50)}\n\u001B[31mred`;
  test.each<[string, RunResult]>([
    ['three servers and clients', comparison()],
    ['one client', comparison({ clients: many('client', 1) })],
    ['eight clients', comparison({ clients: many('client', 8) })],
    [
      'names of 40 letters',
      comparison({ servers: many('server', 3, 40), clients: many('client', 4, 40) }),
    ],
    ['names of emoji', comparison({ clients: emoji })],
    ['wide titles', comparison({ servers: wideTitles })],
    ['faults', faulty()],
    ['an open loop', openLoop()],
    ['nothing compared', resultOf([], { cells: [cellOf('server', 'client', 1000)] })],
    [
      'a long reason',
      changed(comparison(), (run) => {
        run.cells = run.cells.map((cell) => notValid(cell, 'failed', longReason));
        for (const ranking of run.rankings) ranking.absent = longReason;
      }),
    ],
    [
      'intervals from nothing to everything',
      changed(comparison(), (run) => {
        for (const { p50_ns, p99_ns } of run.latency_at_rate)
          for (const interval of [p50_ns, p99_ns]) [interval.low, interval.high] = [0.001, 9e13];
      }),
    ],
  ])('%s', (_, result) => {
    for (const width of [60, WIDTH, 120]) {
      for (const detail of ['short', 'full'] as const) {
        const text = renderTerminal(result, { colour: false, width, detail });
        for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});

test('the verdict is the first thing after what was run', () => {
  const sections = render(comparison()).split('\n\n');
  expect(sections[0]).toMatch(/^Run /);
  expect(sections[1]).toMatch(/^Fastest: rust-actix x rust-reqwest, 76\.9k /);
});

test('colour is left to the caller and changes nothing but colour', () => {
  for (const result of [comparison(), faulty()]) {
    const plain = renderTerminal(result, SHORT);
    const coloured = renderTerminal(result, { ...SHORT, colour: true });
    expect(plain).not.toContain('\u001B');
    expect(coloured).toContain('\u001B');
    // eslint-disable-next-line no-control-regex -- the codes that chalk adds
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain);
  }
});

test('no report holds a number that is none', () => {
  const few = resultOf([], {
    cells: [
      cellOf('server', 'client', 100, {
        throughput_rps: {
          ...NO_INTERVAL,
          estimate: 100,
          smallest: null,
          largest: null,
          rounds: [],
        },
        rtt_ns: { mean: 1, p50: null, p95: null, p99: null, p999: null, max: 1 },
        cpu_us_per_request: { client: null, server: null },
        absent: {
          'throughput_rps.low': 'one round has no interval',
          'rtt_ns.p99': 'needs at least 1000 samples, there are 100',
        },
      }),
    ],
  });
  const text = render(few) + render(faulty()) + render(openLoop());
  expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(render(few)).toContain(
    '-: one round has no interval; needs at least 1000 samples, there are 100',
  );
});

test('a server that pairbench did not start has no versions, and is not said to be unbuilt', () => {
  const url = 'http://127.0.0.1:8000';
  const mine: Service = {
    ...service('server', 'mine', `running at ${url}`, 'unknown'),
    external: { url, process: null },
    build_id: null,
    versions: {},
  };
  const unbuilt: Service = { ...service('client', 'other'), build_id: null, versions: {} };
  const text = render(resultOf([mine, unbuilt], { cells: [cellOf('mine', 'other', 100)] }));
  expect(text).toContain(`\nmine (running at ${url}): not started by pairbench\n`);
  expect(text).toContain('\nother (Title): not built\n');
});

test('a run that ended early tells how many rounds there are, and might have been', () => {
  const early = changed(comparison(), (run) => {
    run.settings.rounds = 30;
    run.passes = [{ pass: 'throughput', rounds: 12, reason: 'precision' }];
  });
  expect(render(early)).toContain(': 12 of at most 30 rounds x 2 s ');
});
