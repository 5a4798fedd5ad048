import { describe, expect, test } from '@jest/globals';
import { formatLine, parseLine } from '../../src/journal/line-format.ts';
import { clientEventSchema } from '../../src/measure/client-events.ts';
import { ClientProtocol } from '../../src/measure/client-protocol.ts';
import { MomentSeries } from '../../src/measure/moment-series.ts';
import { sampledWindow } from '../../src/measure/sampled-window.ts';
import { CLIENTS } from '../analyse/fixtures.ts';
import { windowOf } from '../analyse/window-fixture.ts';
import { moment } from './moment-fixture.ts';

const SETTINGS = {
  ...{ connections: 100, threads: 1, workers: 1, warmup_ms: 1000, requests: null },
  ...{ rate_per_s: null, payload_bytes: 200, timeout_ms: 30_000, keep_alive: true, rounds: 1 },
};

/** The journal's line of a window: sampled each second, an interval of the client each 100 ms. */
function lineOf(seconds: number): string {
  const [client] = CLIENTS;
  if (client === undefined) throw new Error('there is a client');
  const window = windowOf(client, 1000, { ...SETTINGS, duration_ms: seconds * 1000 });
  const { hello, connected, window_end, result } = window.client_run;
  const protocol = new ClientProtocol(clientEventSchema, {
    onMeasuring: () => undefined,
    onWindowEnd: () => undefined,
  });
  const print = (event: unknown): void => {
    protocol.line(JSON.stringify(event));
  };
  print(hello);
  print(connected);
  print({ event: 'measuring' });
  for (let tenth = 1; tenth <= seconds * 10; tenth += 1)
    print({
      ...{ event: 'interval', phase: 'window', elapsed_ns: tenth * 1e8 },
      ...{ completed: 100 + (tenth % 3), errors: 0 },
    });
  print(window_end);
  print(result);
  const moments = new MomentSeries();
  for (let second = 0; second <= seconds; second += 1) moments.add(moment(second * 1000));
  const sampled = sampledWindow(moments.all(), { client: 1, server: 1 });
  const client_run = protocol.finish();
  const place = { pass: 'throughput', round: 1, server: 'go-gin', client: client.name };
  const fact = { type: 'cell-measured', ...place, window: { ...window, client_run, ...sampled } };
  return formatLine(1, fact);
}

describe('the journal of a long window', () => {
  test('does not grow with its length', () => {
    const lengths = [240, 600, 7200].map((seconds) => lineOf(seconds).length);
    expect(Math.max(...lengths)).toBeLessThan(250_000);
  });

  test('still holds every request of the intervals', () => {
    const parsed = parseLine(Buffer.from(lineOf(600).trimEnd()));
    const text = JSON.stringify(parsed);
    const completed = [...text.matchAll(/"phase":"window","elapsed_ns":\d+,"completed":(\d+)/g)];
    expect(completed.length).toBeLessThanOrEqual(600);
    const total = completed.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(total).toBe(6000 * 101);
  });
});
