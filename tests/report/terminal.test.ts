import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { ServiceFacts } from '../../src/plan/facts.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { cellFailed, SOMEWHERE, without, withoutWindow, withWindow } from '../analyse/faults.ts';
import { CLIENTS, journal, SERVERS, service } from '../analyse/fixtures.ts';
import { expectGolden } from './golden.ts';

const WIDTH = 80;
const SHORT = { colour: false, width: WIDTH, watched: 'services' } as const;

function render(entries: readonly JournalEntry[]): string {
  return renderTerminal(analyseRun(entries), SHORT);
}

function many(kind: ServiceFacts['kind'], count: number, nameLength = 10): ServiceFacts[] {
  return Array.from({ length: count }, (_, index) =>
    service(kind, `${kind}-${index}-`.padEnd(nameLength, 'x'), 'Title', 'rust', 'library'),
  );
}

/** One of nine cells fails, one is invalid, and the run was interrupted with something to say. */
function faulty(): JournalEntry[] {
  const invalid = withWindow(
    journal(),
    { ...SOMEWHERE, server: 'rust-actix' },
    ({ server_counted }) => (server_counted.orders -= 3),
  );
  const failed = withoutWindow(invalid, SOMEWHERE, [cellFailed('the client ended with code 1')]);
  return failed.flatMap((entry): JournalEntry[] =>
    entry.type === 'run-finished'
      ? [
          { type: 'notice', message: 'server and client share CPU 0' },
          {
            ...entry,
            status: 'interrupted',
            host: { ...entry.host, sysctl: { 'net.core.somaxconn': '128' } },
          },
        ]
      : [entry],
  );
}

describe('the whole report', () => {
  test('of a complete run', () => {
    expectGolden('terminal-complete.txt', render(journal()));
  });

  test('of a run with faults', () => {
    expectGolden('terminal-faulty.txt', render(faulty()));
  });

  test('of one pair in an open loop', () => {
    const [server] = SERVERS;
    const [client] = CLIENTS;
    if (server === undefined || client === undefined) throw new Error('no services');
    const settings = { rounds: 1, rate_per_s: 300, keep_alive: false };
    expectGolden(
      'terminal-open-loop.txt',
      render(journal({ servers: [server], clients: [client], settings })),
    );
  });
});

describe('no line is wider than the terminal', () => {
  const wideTitles = [service('server', 'go-gin', '非同步伺服器效能測試'.repeat(6), 'go', 'gin')];
  test.each<[string, JournalEntry[]]>([
    ['one client', journal({ clients: many('client', 1) })],
    ['eight clients', journal({ clients: many('client', 8) })],
    [
      'names of 40 letters',
      journal({ servers: many('server', 3, 40), clients: many('client', 4, 40) }),
    ],
    ['wide titles', journal({ servers: wideTitles })],
    ['faults', faulty()],
    ['nothing measured', without(journal(), ({ type }) => type === 'cell-measured')],
    ['10,000 connections', journal({ settings: { connections: 10_000, duration_ms: 60_000 } })],
    [
      'a long reason',
      withoutWindow(journal(), SOMEWHERE, [cellFailed(`${'/long'.repeat(50)}\n\u001B[31mred`)]),
    ],
  ])('%s', (_, entries) => {
    const result = analyseRun(entries);
    for (const width of [60, WIDTH, 120]) {
      for (const watched of ['services', 'pairs'] as const) {
        const text = renderTerminal(result, { colour: false, width, watched });
        for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});

test('clients that do not fit side by side go on in another table, none is left out', () => {
  const clients = many('client', 8);
  const text = render(journal({ clients }));
  const heads = text.split('\n').filter((line) => /^ +client-\d/.test(line));
  expect(heads).toHaveLength(2);
  for (const { name } of clients) expect(heads.join()).toContain(name);
});

test('long names that differ only at the end stay apart', () => {
  const clients = ['tokio', 'async'].map((end) =>
    service('client', `rust-a-very-long-client-name-${end}`, 'Title', 'rust', 'library'),
  );
  const text = render(journal({ clients }));
  expect(text).toContain('rust-a-v…e-tokio');
  expect(text).toContain('rust-a-v…e-async');
});

test('colour is left to the caller and changes nothing but colour', () => {
  const result = analyseRun(faulty());
  const plain = renderTerminal(result, SHORT);
  const coloured = renderTerminal(result, { ...SHORT, colour: true });
  expect(plain).not.toContain('\u001B');
  expect(coloured).toContain('\u001B');
  // eslint-disable-next-line no-control-regex -- the codes that chalk adds
  expect(coloured.replaceAll(/\u001B\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain);
});

test('no report holds a number that is none', () => {
  const few = journal({ settings: { duration_ms: null, requests: 1, connections: 1, rounds: 1 } });
  const text = render(few) + render(faulty());
  expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(text).toContain('-: one round has no range; needs at least 20 samples, there are 1');
});

test('a server that pairbench did not start has no versions, and is not said to be unbuilt', () => {
  const url = 'http://127.0.0.1:8000';
  const mine: ServiceFacts = {
    ...service('server', 'mine', `running at ${url}`, 'unknown', 'unknown'),
    external: { url, process: null },
  };
  const entries = journal({ servers: [mine] }).filter(({ type }) => type !== 'build-finished');
  const text = render(entries);
  expect(text).toContain(`\nmine (running at ${url}): not started by pairbench\n`);
  expect(text).toContain(`\n! mine (${url}) was not started by pairbench: it is not pinned`);
  expect(text).toContain('\ncpp-cpr (cpr): not built\n');
});
