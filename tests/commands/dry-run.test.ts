import { describe, expect, test } from '@jest/globals';
import { renderDryRun } from '../../src/commands/dry-run.ts';
import type { Plan, Settings } from '../../src/plan/facts.ts';
import { CLIENTS, comparedPlan, journal, SERVERS } from '../analyse/fixtures.ts';

const ABOUT = 'process (as asked)';

function planWith(changes: Partial<Plan>, settings: Partial<Settings> = {}): Plan {
  const [started] = journal();
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
  return { ...started.plan, ...changes, settings: { ...started.plan.settings, ...settings } };
}

describe('a dry run', () => {
  test('shows cells, load, window, CPUs, order and time', () => {
    expect(renderDryRun(planWith({}), ABOUT)).toBe(`runtime process (as asked)
9 pairs x 3 rounds, profile quick, seed 42
100 connections, closed loop, 200 bytes, keep-alive
500 ms warm-up, 2000 ms measured
server on CPUs 0, workers 1; client on CPUs 1, threads 1

round 1  go-gin: cpp-cpr, python-aiohttp, rust-reqwest
round 1  python-fastapi: cpp-cpr, python-aiohttp, rust-reqwest
round 1  rust-actix: cpp-cpr, python-aiohttp, rust-reqwest
round 2  go-gin: cpp-cpr, python-aiohttp, rust-reqwest
round 2  python-fastapi: cpp-cpr, python-aiohttp, rust-reqwest
round 2  rust-actix: cpp-cpr, python-aiohttp, rust-reqwest
round 3  go-gin: cpp-cpr, python-aiohttp, rust-reqwest
round 3  python-fastapi: cpp-cpr, python-aiohttp, rust-reqwest
round 3  rust-actix: cpp-cpr, python-aiohttp, rust-reqwest

no reference services: no ceilings, no check of the state of the machine
expected time after the builds: 1:21 to 1:39
`);
  });

  test('shows an open loop, a window by requests and connections that are not kept', () => {
    const settings = { rate_per_s: 500, duration_ms: null, requests: 5000, keep_alive: false };
    const text = renderDryRun(planWith({}, settings), ABOUT);
    expect(text).toContain('open loop at 500/s, 200 bytes, a connection for each request\n');
    expect(text).toContain('\n500 ms warm-up, 5,000 requests measured\n');
  });

  test('names the loads of a sweep, not the largest of them alone', () => {
    const points = [{ connections: 8 }, { connections: 32 }];
    const text = renderDryRun(planWith({ sweep: { points } }, { connections: 32 }), ABOUT);
    expect(text).toContain('\n8/32 connections, closed loop, 200 bytes, keep-alive\n');
    const rates = renderDryRun(planWith({ sweep: { points: [{ share: 0.5 }] } }), ABOUT);
    expect(rates).toContain('\n100 connections, closed loop,');
  });

  test('says what a reader should know of the CPUs', () => {
    const note = 'not pinned: server and client move over all CPUs';
    const text = renderDryRun(planWith({ pinning: { server: null, client: null, note } }), ABOUT);
    expect(text).toContain('server on CPUs all, workers 1; client on CPUs all, threads 1\n');
    expect(text).toContain(`\nnote: ${note}\n`);
  });

  test('says which cores were taken, why, and who leaves some idle', () => {
    const { services } = planWith({});
    const text = renderDryRun(
      planWith(
        {
          pinning: {
            ...{ server: [1, 2, 9, 10], client: [3, 4, 11, 12], note: null },
            reason: 'one core (CPUs 0,8) is left',
            cores: { server: { count: 2, nodes: [0] }, client: { count: 2, nodes: [0, 1] } },
          },
          services: services
            .filter(({ name }) => name === 'cpp-cpr')
            .map((one) => ({ ...one, threads: 1 })),
        },
        { workers: 2, threads: 2 },
      ),
      ABOUT,
    );
    expect(text.replaceAll('\n  ', ' ')).toContain(`
server on CPUs 1-2,9-10 (2 cores of node 0), workers 2; client on CPUs 3-4,11-12 (2 cores of nodes 0-1), threads 2
one core (CPUs 0,8) is left
note: cpp-cpr can run no more than one thread: it uses one of the 2 cores of its side
`);
  });

  test('says what a reader should know of a server that already runs', () => {
    const { services } = planWith({});
    const external = { url: 'http://127.0.0.1:8000', process: null };
    const text = renderDryRun(
      planWith({ services: services.map((one) => ({ ...one, external })).slice(0, 1) }),
      ABOUT,
    );
    expect(text).toContain(
      '\nnote: go-gin (http://127.0.0.1:8000) was not started by pairbench: it is not\n' +
        '  pinned to CPUs, and who it is rests on its own /stats alone\n',
    );
  });

  test('shows reference windows, ceilings and the second pass in their order', () => {
    const sides = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
    const text = renderDryRun(comparedPlan({ ...sides, settings: { rounds: 1 } }), ABOUT);
    expect(text).toContain(`
1 pair x 1 round, profile quick, seed 42
`);
    expect(text).toContain(`
round 1  reference window
round 1  go-gin: cpp-cpr, reference
round 1  reference: cpp-cpr, reference
latency round 1  go-gin: cpp-cpr, reference
latency round 1  reference: cpp-cpr

latency at one equal rate (half of the slowest pair): 800 ms windows
`);
  });

  test('says when it would end', () => {
    const stop = { throughput_precision: 0.015, p99_precision: 0.0375, max_time_ms: 90_000 };
    const text = renderDryRun(planWith({ stop }), ABOUT);
    expect(text).toContain('\nrounds end once ratios are known to 1.5 %\n');
    expect(text).toContain('\nno round begins that would end after 1:30\n');
  });

  test('names the rate of the second pass where it was asked for', () => {
    const latency = { warmup_ms: 250, duration_ms: 800, rate_per_s: 500 };
    expect(renderDryRun(planWith({ latency }), ABOUT)).toContain(
      '\nlatency at one equal rate (500 requests/s): 800 ms windows\n',
    );
  });

  test('has no singular with an s', () => {
    const [pair] = planWith({}).pairs;
    const one = planWith(
      { pairs: pair === undefined ? [] : [pair] },
      { rounds: 1, connections: 1 },
    );
    expect(renderDryRun(one, ABOUT)).toMatch(/\n1 pair x 1 round, .*\n1 connection, /);
  });

  test('fits 80 columns on a large machine with many services', () => {
    const side = (first: number): number[] => Array.from({ length: 64 }, (_, n) => first + 2 * n);
    const clients = Array.from({ length: 12 }, (_, index) => `client-number-${index}`);
    const text = renderDryRun(
      planWith(
        {
          pinning: { server: side(0), client: side(1), note: 'a long note '.repeat(12) },
          blocks: [{ pass: 'throughput', round: 1, server: 'python-fastapi', clients }],
        },
        { rate_per_s: 33.333333333333336, keep_alive: false, connections: 10_000 },
      ),
      ABOUT,
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const client of clients) expect(text).toContain(client);
  });
});
