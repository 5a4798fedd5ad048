import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientEventSchema, loadOnlyEventSchema } from '../../src/measure/client-events.ts';
import { ClientFault, ClientProtocol } from '../../src/measure/client-protocol.ts';
import type { EventSchema } from '../../src/measure/client-protocol.ts';

const HELLO = {
  event: 'hello',
  schema: 'pairbench.client/1',
  name: 'x',
  pid: 1,
  versions: {},
  settings: {
    url: 'http://127.0.0.1:1',
    connections: 1,
    threads: 1,
    warmup_ms: 0,
    duration_ms: 100,
    requests: null,
    rate_per_s: null,
    payload_bytes: 200,
    timeout_ms: 1000,
    keep_alive: true,
  },
};
const LATENCIES = {
  count: 1,
  sum: 100,
  min: 100,
  max: 100,
  over_range: 0,
  negative: 0,
  histogram: [[100, 1]],
};
const RESULT = {
  event: 'result',
  window_ns: 100,
  requests: { warmup: 0, window: 1, drained: 0 },
  rtt_ns: LATENCIES,
  server_latency_ns: LATENCIES,
  errors: {},
  errors_outside_window: {},
  failure_rtt_ns: { count: 0, sum: 0, max: 0 },
  connections_opened: 1,
  open_loop: null,
};
const RUN = [
  HELLO,
  { event: 'connected', connections: 1, elapsed_ns: 1 },
  { event: 'interval', phase: 'warmup', elapsed_ns: 1, completed: 0, errors: 0 },
  { event: 'measuring' },
  { event: 'interval', phase: 'window', elapsed_ns: 1, completed: 1, errors: 0 },
  { event: 'window_end', elapsed_ns: 100, completed: 1, errors: 0 },
  RESULT,
].map((event) => JSON.stringify(event));

function read(lines: readonly string[], schema: EventSchema = clientEventSchema): ClientProtocol {
  const protocol = new ClientProtocol(schema, {
    onMeasuring: () => undefined,
    onWindowEnd: () => undefined,
  });
  for (const line of lines) protocol.line(line);
  return protocol;
}

describe('the client protocol', () => {
  it('gives a whole run, and calls at its window', () => {
    const calls: string[] = [];
    const protocol = new ClientProtocol(clientEventSchema, {
      onHello: () => calls.push('hello'),
      onConnected: () => calls.push('connected'),
      onMeasuring: () => calls.push('measuring'),
      onWindowEnd: () => calls.push('window_end'),
    });
    for (const line of RUN) protocol.line(line);
    expect(protocol.finish().result.requests.window).toBe(1);
    expect(protocol.finish().intervals).toHaveLength(2);
    expect(calls).toEqual(['hello', 'connected', 'measuring', 'window_end']);
  });

  it('names the line that is not JSON, NaN among them', () => {
    expect(() => read([...RUN.slice(0, 3), '{"type":"win'])).toThrow(
      'line 4 of its output is not valid JSON: {"type":"win',
    );
    expect(() => read([(RUN[0] ?? '').replace('"pid":1', '"pid":NaN')])).toThrow(
      'line 1 of its output is not valid JSON',
    );
  });

  it('refuses an integer that a JavaScript number cannot hold', () => {
    const line = JSON.stringify(RESULT).replace('"sum":100', '"sum":1764039641123456789');
    expect(() => read([...RUN.slice(0, 6), line])).toThrow(
      'line 7 of its output does not fit the schema',
    );
  });

  it('takes such an integer as a decimal string, whole', () => {
    const line = JSON.stringify(RESULT).replace('"sum":100', '"sum":"1764039641123456789"');
    const { rtt_ns } = read([...RUN.slice(0, 6), line]).finish().result;
    expect(rtt_ns?.sum).toBe('1764039641123456789');
  });

  it('refuses events in a wrong order', () => {
    expect(() => read([RUN[0] ?? '', RUN[3] ?? ''])).toThrow(
      'line 2 of its output: "measuring" cannot follow "hello"',
    );
  });

  it('says where a run that stops half-way ended', () => {
    expect(() => read(RUN.slice(0, 5)).finish()).toThrow(
      'its events end after "interval", there is no result',
    );
    expect(() => read([]).finish()).toThrow('it printed no event');
  });

  it('gives the reason of a client that could not run', () => {
    const failed = '{"event":"failed","kind":"fd_limit","message":"too many open files"}';
    expect(() => read([RUN[0] ?? '', failed])).toThrow(
      'it could not run: fd_limit: too many open files',
    );
  });

  it('has no result without latencies, of a client that is not load-only', () => {
    const without = { ...RESULT, rtt_ns: null, server_latency_ns: null, failure_rtt_ns: null };
    for (const one of [without, { ...RESULT, rtt_ns: null }, { ...RESULT, rtt_ns: undefined }])
      expect(() => read([...RUN.slice(0, 6), JSON.stringify(one)])).toThrow(
        'line 7 of its output does not fit the schema',
      );
  });

  it('has no result with latencies, of a client that is', () => {
    const without = { ...RESULT, rtt_ns: null, server_latency_ns: null, failure_rtt_ns: null };
    const withResult = (result: object): readonly string[] => [
      ...RUN.slice(0, 6),
      JSON.stringify(result),
    ];
    for (const connections_opened of [null, 7]) {
      const lines = withResult({ ...without, connections_opened });
      expect(read(lines, loadOnlyEventSchema).finish().result.rtt_ns).toBeNull();
    }
    for (const one of [RESULT, { ...without, rtt_ns: LATENCIES }])
      expect(() => read(withResult(one), loadOnlyEventSchema)).toThrow(
        'line 7 of its output does not fit the schema',
      );
  });

  it('keeps its words few, however much is wrong with a line', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `"key${index}":0`);
    const pairs = Array.from({ length: 50_000 }, () => '["a",-1]');
    for (const line of [
      `{"event":"measuring",${keys.join(',')}}`,
      JSON.stringify(RESULT).replace(/"histogram":[^}]*/, `"histogram":[${pairs.join(',')}]`),
    ])
      try {
        read([line]);
        throw new Error('it was taken');
      } catch (error) {
        expect(error).toBeInstanceOf(ClientFault);
        expect(String(error).length).toBeLessThan(1000);
        expect(String(error)).toContain('line 1 of its output does not fit the schema');
      }
  });

  it('quotes little of what a client says that it could not do', () => {
    const failed = JSON.stringify({ event: 'failed', kind: 'k', message: 'x'.repeat(1_000_000) });
    expect(() => read([...RUN.slice(0, 1), failed])).toThrow(/^it could not run: k: x{1,400}…$/);
  });

  it('never throws anything but a ClientFault, whatever is printed', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), fc.constantFrom(...RUN))), (lines) => {
        try {
          read(lines).finish();
        } catch (error) {
          expect(error).toBeInstanceOf(ClientFault);
        }
      }),
    );
  });
});
