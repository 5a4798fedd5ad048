import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../../src/analyse/run.ts';
import type { RunResult } from '../../../src/analyse/result.ts';
import { withThresholds } from '../../../src/analyse/thresholds/run-thresholds.ts';
import { readThreshold } from '../../../src/analyse/thresholds/read-threshold.ts';
import type { ThresholdVerdict } from '../../../src/analyse/thresholds/threshold.ts';
import { CLIENTS, comparedJournal, journal, SERVERS } from '../fixtures.ts';

const CLOSED = analyseRun(journal());
const COMPARED = analyseRun(comparedJournal());

function judge(result: RunResult, ...texts: string[]): ThresholdVerdict[] {
  const thresholds = texts.map((text) => {
    const read = readThreshold(text);
    if (!read.ok) throw new Error(read.fault);
    return read.threshold;
  });
  return withThresholds(result, thresholds).thresholds;
}

/** Of a run of which something is otherwise. */
function changed(result: RunResult, change: (copy: RunResult) => void): RunResult {
  const copy = structuredClone(result);
  change(copy);
  return copy;
}

describe('each pair that a threshold names has a verdict', () => {
  test('in the order of the thresholds and of the table', () => {
    const names = judge(CLOSED, 'go-*:* throughput>1', 'errors==0').map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      'go-gin:cpp-cpr throughput>1',
      'go-gin:python-aiohttp throughput>1',
      'go-gin:rust-reqwest throughput>1',
      'go-gin:cpp-cpr errors==0',
    ]);
    expect(names).toHaveLength(12);
  });

  test('none where the run has no such pair', () => {
    expect(judge(CLOSED, 'nobody:* errors==0')).toEqual([]);
  });

  test.each([
    ['throughput>=40k', 'pass', /^throughput is 46,758 requests\/s, as wanted: >= 40k$/],
    ['throughput<40k', 'fail', /^throughput is 46,758 requests\/s, wanted is < 40k$/],
    ['errors==0', 'pass', /^number of failed requests is 0, as wanted: == 0$/],
    ['errors<0.1%', 'pass', /^share of failed requests is 0 %, as wanted: < 0.1%$/],
    ['rss<1k', 'fail', /^memory of both sides at its most is [\d.]+ MiB, wanted is < 1k$/],
    [
      'cpu_us_per_request<1',
      'fail',
      /^CPU time per request of both sides is [\d.]+ µs, wanted is < 1$/,
    ],
  ])('%s: %s', (text, verdict, sentence) => {
    const [first] = judge(CLOSED, `go-gin:cpp-cpr ${text}`);
    expect(first?.verdict).toBe(verdict);
    expect(first?.sentence).toMatch(sentence);
  });

  test('a value at the limit is told from one beside it', () => {
    const [cell] = CLOSED.cells;
    const value = cell?.throughput_rps.estimate ?? NaN;
    const [below, above] = [Math.floor(value), Math.ceil(value)];
    expect(judge(CLOSED, `go-gin:cpp-cpr throughput<=${above}`)[0]?.verdict).toBe('pass');
    const [fail] = judge(CLOSED, `go-gin:cpp-cpr throughput<=${below}`);
    expect(fail?.verdict).toBe('fail');
    expect(fail?.sentence).not.toContain(`is ${below.toLocaleString('en-US')} requests`);
    expect(fail?.sentence).toMatch(
      /; close: its 95 % interval, [\d,.]+ requests\/s to .* holds the limit$/,
    );
  });
});

describe('a latency is that at equal load', () => {
  test.each(['p50', 'p95', 'p99'])('if it was measured there: %s', (metric) => {
    const [first] = judge(COMPARED, `${metric}<1s`);
    expect(first).toMatchObject({ latency: 'equal-rate', verdict: 'pass' });
    expect(first?.sentence).toMatch(new RegExp(`^${metric.toUpperCase()} at 4000 requests/s`));
    const found = COMPARED.latency_at_rate[0];
    expect(first?.value).toBe(
      { p50: found?.p50_ns.estimate, p95: found?.rtt_ns.p95, p99: found?.p99_ns.estimate }[metric],
    );
  });

  test('of all rounds together where the single ones are too short', () => {
    const short = changed(COMPARED, ({ latency_at_rate }) => {
      for (const one of latency_at_rate) one.p99_ns = { estimate: null, low: null, high: null };
    });
    const [first] = judge(short, 'p99<1s');
    expect(first?.value).toBe(COMPARED.latency_at_rate[0]?.rtt_ns.p99);
    expect(first?.sentence).toMatch(/^P99 at 4000 requests\/s, of all rounds together, is /);
  });

  test('and of the closed loop only where there was no such pass, which is said', () => {
    const [first] = judge(CLOSED, 'p99<1s');
    expect(first).toMatchObject({ latency: 'closed-loop', verdict: 'pass' });
    expect(first?.value).toBe(CLOSED.cells[0]?.rtt_ns.p99);
    expect(first?.sentence).toMatch(
      /^P99 in the closed loop \(there was no pass at one equal rate\) is /,
    );
  });

  test('never of the closed loop for a pair that had no part in the pass', () => {
    const without = changed(COMPARED, (copy) => {
      copy.latency_at_rate = copy.latency_at_rate.filter(({ client }) => client !== 'cpp-cpr');
      for (const cell of copy.cells)
        if (cell.client === 'cpp-cpr') cell.absent['rtt_ns.p99'] = 'it gives throughput only';
    });
    const [first] = judge(without, 'go-gin:cpp-cpr p99<1s');
    expect(first).toMatchObject({
      ...{ verdict: 'no-data', value: null, latency: 'equal-rate' },
      sentence: 'P99 at 4000 requests/s is not known: it gives throughput only',
    });
  });
});

describe('no data is a verdict of its own, never a pass', () => {
  const failing = {
    type: 'cell-failed' as const,
    ...{ reason: 'it died', log_file: 'x.log', log_tail: [] },
  };
  const failed = analyseRun(
    journal({ servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) }).map((entry) =>
      entry.type === 'cell-measured'
        ? {
            ...failing,
            ...{ pass: entry.pass, round: entry.round },
            ...{ server: entry.server, client: entry.client },
          }
        : entry,
    ),
  );

  test.each([
    'throughput>=1',
    'throughput<1M',
    'p99<200ms',
    'errors==0',
    'errors<1%',
    'rss<1g',
    'cpu_us_per_request<5',
  ])('%s', (text) => {
    const [first] = judge(failed, text);
    expect(first).toMatchObject({ verdict: 'no-data', value: null });
    expect(first?.sentence).toMatch(/ is not known: \S/);
  });

  test('but errors are counted in a cell that they make invalid', () => {
    const invalid = changed(CLOSED, ({ cells: [cell] }) => {
      if (cell === undefined) return;
      cell.status = 'invalid';
      cell.requests.failed = 40;
      cell.throughput_rps.estimate = null;
      cell.absent['throughput_rps.estimate'] = 'the cell is invalid';
    });
    const [errors, throughput] = judge(
      invalid,
      'go-gin:cpp-cpr errors==0',
      'go-gin:cpp-cpr throughput>1',
    );
    expect(errors).toMatchObject({ verdict: 'fail', value: 40 });
    expect(throughput?.sentence).toBe('throughput is not known: the cell is invalid');
  });
});

describe('the thresholds of a run', () => {
  const [started, ...rest] = journal();
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');

  test('are those of its journal', () => {
    const result = analyseRun([{ ...started, thresholds: ['p99<1s'] }, ...rest]);
    expect(result.thresholds.map(({ threshold }) => threshold)).toEqual(Array(9).fill('p99<1s'));
    expect(CLOSED.thresholds).toEqual([]);
  });

  test('are those that it went on with', () => {
    const resumed = {
      ...{ type: 'run-resumed' as const, resumed_at: started.started_at, owner: '1' },
      kept_rounds: [1, 2, 3].map((round) => ({ pass: 'throughput' as const, round })),
      thresholds: ['go-gin:* errors==0'],
    };
    const all = [{ ...started, thresholds: ['p99<1s'] }, ...rest, resumed];
    const result = analyseRun(all);
    expect(result.thresholds.map(({ threshold }) => threshold)).toEqual(
      Array(3).fill('go-gin:* errors==0'),
    );
  });
});
