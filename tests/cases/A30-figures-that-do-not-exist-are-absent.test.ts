import { describe, expect, it, test } from '@jest/globals';
import { clientEventSchema } from '../../src/measure/client-events.ts';
import { ClientFault, ClientProtocol } from '../../src/measure/client-protocol.ts';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, cellOf, exported, LIMIT_MS, TOLD, toldRun } from './case-rig.ts';
import { toldLines, toldText } from './told-lines.ts';

const NO_NUMBER = /\b(NaN|Infinity|undefined)\b/;
const RTT_NS = 4_900_000;

describe('a client that measured', () => {
  it.each([
    [0, 4, []],
    [1, 0, ['mean', 'max']],
    [20, 0, ['mean', 'max', 'p50']],
  ] as const)(
    '%i requests has the figures that these bear, and a reason for each of the others',
    async (count, code, known) => {
      const work = caseFolder();
      const rtt = count === 0 ? [] : ([[count === 1 ? 99_000_000 : RTT_NS, count]] as const);
      work.tell(toldText(toldLines({ rtt })), '--orders', String(count));
      const outcome = await work.run(...toldRun(), '-n', String(Math.max(count, 1)), '--json');
      expect(outcome.exitCode).toBe(code);
      const cell = cellOf(resultOf(outcome), 'stub-server', TOLD);
      const figures = Object.entries(cell.rtt_ns);
      const given = figures.flatMap(([name, value]) => (value === null ? [] : [name]));
      expect(given.sort()).toEqual([...known].sort());
      for (const [name] of figures.filter(([, value]) => value === null))
        expect(cell.absent[`rtt_ns.${name}`]).toMatch(/\w/);
      expect(cell.throughput_rps).toMatchObject({ low: null, high: null });
      expect(cell.absent['throughput_rps.low']).toMatch(/\w/);

      const table = (await work.run('report')).stdout;
      const files = ['report.md', 'cells.csv', 'report.html', 'result.json'];
      for (const text of [table, ...files.map((file) => exported(work, file))])
        expect(text.replaceAll(/<script[^]*?<\/script>/g, '')).not.toMatch(NO_NUMBER);
    },
    LIMIT_MS,
  );

  it(
    'something that is no number is refused with the number of its line',
    async () => {
      const work = caseFolder();
      const lines = toldLines({ rtt: [[RTT_NS, 20]] });
      work.tell(toldText({ ...lines, interval: '{"mean":NaN}' }), '--orders', '20');
      const outcome = await work.run(...toldRun(), '-n', '20', '--json');
      expect(outcome.exitCode).toBe(4);
      const [reason] = cellOf(resultOf(outcome), 'stub-server', TOLD).reasons;
      expect(reason).toContain('line 4 of its output is not valid JSON: {"mean":NaN}');
    },
    LIMIT_MS,
  );
});

describe('a figure of a client', () => {
  function read(figure: string): void {
    const protocol = new ClientProtocol(clientEventSchema, {
      onMeasuring: () => undefined,
      onWindowEnd: () => undefined,
    });
    const [hello] = toldText(toldLines({ rtt: [] })).split('\n');
    const settings = {
      ...{ url: 'http://x', connections: 1, threads: 1, warmup_ms: 0, duration_ms: null },
      ...{ requests: 20, rate_per_s: null, payload_bytes: 200, timeout_ms: 1, keep_alive: true },
    };
    const shown = JSON.stringify(settings);
    protocol.line(hello?.replace('$PID', '1').replace('$SETTINGS', shown) ?? '');
    protocol.line(`{"event":"connected","connections":1,"elapsed_ns":${figure}}`);
  }

  test.each(['NaN', '-NaN', 'nan', 'Infinity', '-Infinity', '1e400', '-1e400', 'null', '"12"'])(
    '%s is refused with the number of its line',
    (figure) => {
      expect(() => {
        read(figure);
      }).toThrow(ClientFault);
      expect(() => {
        read(figure);
      }).toThrow(/^line 2 of its output (is not valid JSON|does not fit the schema)/);
    },
  );

  test.each(['1e300', '-1', '0.5', '9007199254740993', '[]', '{}', 'true'])(
    '%s, which cannot be a time in whole ns, likewise',
    (figure) => {
      expect(() => {
        read(figure);
      }).toThrow(/^line 2 of its output does not fit the schema/);
    },
  );

  test.each(['0', '-0', '1e3', '12.0', '9007199254740991'])('%s is one', (figure) => {
    read(figure);
  });
});
