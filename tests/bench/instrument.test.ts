import { describe, expect, test } from '@jest/globals';
import { clientsWithBench, runBenchScript } from '../../bench/instrument/bench-script.ts';
import { readBenchLine } from '../../bench/instrument/bench-line.ts';
import { renderInstrument, renderSection } from '../../bench/instrument/render.ts';
import { instrumentRow } from '../../bench/instrument/rows.ts';
import { discoverServices } from '../../src/plan/discover.ts';
import { EXIT } from '../../src/host/user-error.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const GOOD = { ns_per_request: [70, 71, 72, 73, 74], samples: 1_000_000 };

describe('the line of a bench.sh', () => {
  test('is read', () => {
    expect(readBenchLine('a', `${JSON.stringify(GOOD)}\n`)).toEqual(GOOD);
  });

  test.each([
    ['', 'printed 0 lines'],
    ['{}\n{}\n', 'printed 2 lines'],
    ['warm\n', 'printed what is not JSON'],
    [JSON.stringify({ ...GOOD, samples: 12 }), 'printed samples: '],
    [JSON.stringify({ ...GOOD, ns_per_request: [1, 2, 3, 4] }), 'printed ns_per_request: '],
    [JSON.stringify({ ...GOOD, ns_per_request: [1, 2, 3, 4, 0] }), 'printed ns_per_request.4: '],
    [JSON.stringify({ ns_per_request: GOOD.ns_per_request }), 'printed samples: '],
  ])('is refused when it is %j', async (text, what) => {
    const { message, exitCode } = await faultOf(() => readBenchLine('a-client', text));
    expect(message).toContain(`bench.sh of the client a-client ${what}`);
    expect(exitCode).toBe(EXIT.badInput);
  });
});

describe('a bench.sh', () => {
  const run = async (script: string): Promise<unknown> => {
    const folder = tempFolder();
    writeInto(folder, 'bench.sh', script);
    const place = { cache: `${folder}/cache`, cpu: 0 };
    return runBenchScript({ name: 'a-client', folder }, place);
  };

  test('runs in its folder, pinned, with a cache', async () => {
    const line = `{"ns_per_request":[1,2,3,4,5],"samples":'$samples'}`;
    const script = `test -f bench.sh && test -d "$PAIRBENCH_CACHE" && test "$(nproc)" = 1 && samples=200000\necho '${line}'\n`;
    expect(await run(script)).toEqual({ ns_per_request: [1, 2, 3, 4, 5], samples: 200_000 });
  });

  test('that fails is named, with what it said', async () => {
    const { message } = await faultOf(() => run('echo "no compiler" >&2; exit 3\n'));
    expect(message).toMatch(/^bench\.sh of the client a-client failed: [^]*no compiler/);
  });

  test('that is not there is named', async () => {
    const missing = { name: 'a-client', folder: tempFolder() };
    const { message } = await faultOf(() =>
      runBenchScript(missing, { cache: tempFolder(), cpu: 0 }),
    );
    expect(message).toContain('bench.sh of the client a-client failed');
  });

  test('is brought by every client that measures, and by no other', () => {
    const services = discoverServices('services');
    const measuring = services.filter(
      ({ kind, name, manifest }) =>
        kind === 'client' && manifest.kind !== 'load-only' && !name.includes('@'),
    );
    expect(measuring.length).toBeGreaterThan(0);
    expect(clientsWithBench(services)).toEqual(measuring);
  });
});

const bench = (ns: number) => ({ ns_per_request: [ns, ns, ns, ns + 1, ns + 2], samples: 1e6 });

describe('the table of the instrument', () => {
  test('takes the share of each round, and then the median', () => {
    const row = instrumentRow('a', [
      { bench: bench(50), client_us: 5 },
      { bench: bench(80), client_us: 10 },
      { bench: bench(90), client_us: 30 },
    ]);
    expect(row.share_percent).toBeCloseTo(0.8);
    expect(row).toMatchObject({ instrument_ns: 80, range_ns: [50, 92], client_us: 10, met: true });
  });

  const lean = instrumentRow('lean', [{ bench: bench(50), client_us: 5 }]);
  const late = { ...bench(500), after_window_ns_per_request: [300, 300, 300, 301, 302] };
  const heavy = instrumentRow('heavy-one', [{ bench: late, client_us: 40 }]);

  test('is printed', () => {
    expect(renderInstrument([lean, heavy], 1)).toContain(
      [
        'client      ns    range  after window  client us  share %  wanted',
        'lean        50    50-52             0        5.0     1.00  <= 1  ok',
        'heavy-one  500  500-502           300       40.0     1.25  <= 1  MISSED',
      ].join('\n'),
    );
  });

  test('is a section of the page', () => {
    const section = renderSection([lean, heavy], { rounds: 1, machine: 'on a day: it' });
    expect(section).toMatch(/^1 of 2 clients spend at most 1 % .* on a day: it\.$/ms);
    expect(section).toContain('| heavy-one | 500 | 500-502 | 300 | 40.0 | 1.25 | no |');
  });
});
