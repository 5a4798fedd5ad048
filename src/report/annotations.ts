/** What a reader of a CI job must not overlook, as workflow commands of GitHub: a line for each annotation. */
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { Cell, RunResult } from '../analyse/result.ts';
import { printable } from './printable.ts';
import { gatesOf, type Reported } from './reported.ts';
import { pairInWords, pairName } from './wording.ts';

interface Annotation {
  /** `error` is what the run's exit code stands for. */
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly text: string;
}

/** A cell, or a curve of a sweep. */
type Judged = Pick<Cell, 'server' | 'client' | 'status' | 'reasons'>;

/** GitHub shows no more of each level for a step. */
const MOST_OF_A_LEVEL = 10;

/** Empty: there is nothing to say. */
export function renderAnnotations(run: Pick<Reported, 'result' | 'comparison'>): string {
  const { result } = run;
  const judged: readonly Judged[] = [...result.cells, ...result.curves];
  const errors = [...gatesOf(run).flatMap(ofGate), ...judged.flatMap(ofPair)];
  const warnings = [...ofRun(result), ...result.ceilings.flatMap(ofCeiling)];
  return [...capped(errors), ...capped(warnings)].map(line).join('');
}

export function renderGateAnnotations(gates: readonly GateVerdict[]): string {
  return capped(gates.flatMap(ofGate)).map(line).join('');
}

function ofGate({ name, verdict, sentence }: GateVerdict): Annotation[] {
  const title = verdict === 'no-data' ? `${name}: no data` : name;
  return verdict === 'pass' ? [] : [{ level: 'error', title, text: sentence }];
}

function ofPair(cell: Judged): Annotation[] {
  return cell.status === 'valid' ? [] : [{ level: 'error', ...aboutPair(cell) }];
}

function ofCeiling(cell: Judged): Annotation[] {
  return cell.status === 'valid' ? [] : [{ level: 'warning', ...aboutPair(cell) }];
}

function aboutPair(cell: Judged): Pick<Annotation, 'title' | 'text'> {
  return {
    title: `${pairInWords(pairName(cell))}: ${cell.status}`,
    text: cell.reasons.length === 0 ? 'there is no reason given' : cell.reasons.join('\n'),
  };
}

function ofRun({ status, notices, environment }: RunResult): Annotation[] {
  const changed = environment.changed_during_run;
  const texts = [
    ...(status === 'complete' ? [] : [`the run is ${status}`]),
    ...notices,
    ...(changed.length === 0 ? [] : [`the machine changed during the run: ${changed.join(', ')}`]),
  ];
  return texts.map((text) => ({ level: 'warning', title: 'pairbench', text }));
}

/** The last one that is shown says how many are not. */
function capped(all: readonly Annotation[]): Annotation[] {
  const left = all.length - (MOST_OF_A_LEVEL - 1);
  const next = all[MOST_OF_A_LEVEL - 1];
  if (next === undefined || left === 1) return [...all];
  const note = { ...next, title: 'pairbench', text: `and ${left} more, see the report` };
  return [...all.slice(0, MOST_OF_A_LEVEL - 1), note];
}

function line({ level, title, text }: Annotation): string {
  return `::${level} title=${property(title)}::${data(text)}\n`;
}

function data(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(printable);
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
