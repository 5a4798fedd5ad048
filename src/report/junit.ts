/** The run as JUnit XML, for CI servers: a test case for each pair and each gate. */
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { Cell, RunResult } from '../analyse/result.ts';
import type { Curve } from '../analyse/sweep/schema.ts';
import type { RunsComparison, VersusCell } from '../analyse/versus/comparison.ts';
import { formatCountEstimate, formatNs } from './format.ts';
import { STATUS_WORD, VERSUS_WORD } from './palette.ts';
import { pairInWords, pairName } from './wording.ts';

interface Problem {
  /** `failure`: measured, and not as it must be; `error`: there is nothing that could be judged. */
  readonly kind: 'failure' | 'error';
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly problem: Problem | null;
  readonly output: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

export function renderJunit(result: RunResult, gates: readonly GateVerdict[] = []): string {
  const suites: Suite[] = [
    result.curves.length > 0
      ? { name: 'pairs', cases: result.curves.map(curveCase) }
      : { name: 'pairs', cases: result.cells.map(cellCase) },
    ...(gates.length === 0 ? [] : [{ name: 'gates', cases: gates.map(gateCase) }]),
  ];
  const { run_id, duration_ms, started_at } = result;
  return document(suites, { run_id, started_at, time_s: (duration_ms ?? 0) / 1000 });
}

/** A suite for each run, a test case for each pair; without `--fail-if-slower` none of them fails. */
export function renderComparisonJunit({ base, runs, gates }: RunsComparison): string {
  const suites = runs.map(({ run, cells }): Suite => {
    const gateOf = ({ server, client }: VersusCell): GateVerdict | undefined =>
      gates.find(
        (gate) => gate.run_id === run.run_id && gate.server === server && gate.client === client,
      );
    return {
      name: `${run.run_id} vs ${base.run_id}`,
      cases: cells.map((cell) => versusCase(cell, gateOf(cell))),
    };
  });
  const [last] = runs.slice(-1);
  const started_at = last?.run.started_at ?? base.started_at;
  return document(suites, { run_id: `compare ${base.run_id}`, started_at, time_s: 0 });
}

function versusCase(cell: VersusCell, gate: GateVerdict | undefined): TestCase {
  const said = `${VERSUS_WORD[cell.verdict]}: ${cell.sentence}`;
  return {
    classname: `pairbench.compare.${cell.server}`,
    name: pairInWords(pairName(cell)),
    problem: gate === undefined ? null : gateCase(gate).problem,
    output: said,
  };
}

interface Measured {
  readonly run_id: string;
  readonly started_at: string;
  readonly time_s: number;
}

function document(suites: readonly Suite[], measured: Measured): string {
  const all = suites.flatMap(({ cases }) => cases);
  const totals = {
    ...{ name: `pairbench ${measured.run_id}`, ...countsOf(all) },
    time: String(measured.time_s),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(totals)}>`,
    ...suites.flatMap((suite) => suiteLines(suite, measured)),
    '</testsuites>',
    '',
  ].join('\n');
}

function curveCase(curve: Curve): TestCase {
  return pairCase(curve, curve.status === 'valid' ? curve.sentence : '');
}

function cellCase(cell: Cell): TestCase {
  return pairCase(cell, figures(cell));
}

function pairCase(
  cell: Pick<Cell, 'server' | 'client' | 'status' | 'reasons'>,
  output: string,
): TestCase {
  const text = cell.reasons.join('\n');
  const message = cell.reasons[0] ?? STATUS_WORD[cell.status];
  const type = cell.status;
  return {
    classname: `pairbench.pairs.${cell.server}`,
    name: pairInWords(pairName(cell)),
    problem:
      cell.status === 'valid'
        ? null
        : { kind: cell.status === 'invalid' ? 'failure' : 'error', type, message, text },
    output,
  };
}

function figures({ throughput_rps, rtt_ns, bottleneck, status }: Cell): string {
  if (status !== 'valid') return '';
  return (
    `${formatCountEstimate(throughput_rps)} req/s, P50 ${formatNs(rtt_ns.p50)}, ` +
    `P99 ${formatNs(rtt_ns.p99)}; limit: ${bottleneck.verdict}`
  );
}

function gateCase({ name, verdict, sentence }: GateVerdict): TestCase {
  const problem = { type: verdict, message: sentence, text: sentence };
  return {
    ...{ classname: 'pairbench.gates', name },
    problem:
      verdict === 'pass' ? null : { kind: verdict === 'fail' ? 'failure' : 'error', ...problem },
    output: sentence,
  };
}

/** The host's name stays private, and the time is that of the run: none is known of a pair alone. */
function suiteLines({ name, cases }: Suite, { started_at, time_s }: Measured): string[] {
  const head = {
    ...{ name, ...countsOf(cases), skipped: '0' },
    ...{ time: String(name === 'pairs' ? time_s : 0), timestamp: started_at.replace(/\..*$/, '') },
  };
  return [`  <testsuite${attributes(head)}>`, ...cases.flatMap(caseLines), '  </testsuite>'];
}

function caseLines({ classname, name, problem, output }: TestCase): string[] {
  const inner = [
    ...(problem === null ? [] : [problemLine(problem)]),
    ...(output === '' ? [] : [`      <system-out>${xmlText(output)}</system-out>`]),
  ];
  const open = `    <testcase${attributes({ classname, name, time: '0' })}`;
  return inner.length === 0 ? [`${open}/>`] : [`${open}>`, ...inner, '    </testcase>'];
}

function problemLine({ kind, type, message, text }: Problem): string {
  return `      <${kind}${attributes({ type, message })}>${xmlText(text)}</${kind}>`;
}

function countsOf(cases: readonly TestCase[]): Record<'tests' | 'failures' | 'errors', string> {
  const having = (kind: Problem['kind']): string =>
    String(cases.filter(({ problem }) => problem?.kind === kind).length);
  return {
    tests: String(cases.length),
    failures: having('failure'),
    errors: having('error'),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(value).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** What XML 1.0 has no place for: most controls, lone surrogates, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function xmlText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(NOT_XML, '')
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
