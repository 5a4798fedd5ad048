/** Colours of the terminal report; each only repeats what a sign and a word already say. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { Bottleneck } from '../analyse/result-comparison.ts';
import type { VersusCell } from '../analyse/versus/comparison.ts';
import type { Cell } from '../analyse/result.ts';

/** The caller decides: chalk itself would not heed NO_COLOR. */
export function paletteFor(colour: boolean): ChalkInstance {
  return new Chalk({ level: colour ? 1 : 0 });
}

export const STATUS_WORD: Readonly<Record<Cell['status'], string>> = {
  valid: '✓ valid',
  invalid: '! invalid',
  failed: '✗ failed',
  skipped: '– skipped',
};

export function paintStatus(palette: ChalkInstance, status: Cell['status'], text: string): string {
  switch (status) {
    case 'valid':
      return text;
    case 'invalid':
      return palette.yellow(text);
    case 'failed':
      return palette.red(text);
    case 'skipped':
      return palette.dim(text);
  }
}

export const GATE_WORD: Readonly<Record<GateVerdict['verdict'], string>> = {
  pass: '✓ pass',
  fail: '✗ fail',
  'no-data': '? no data',
};

export function paintGate(
  palette: ChalkInstance,
  verdict: GateVerdict['verdict'],
  text: string,
): string {
  switch (verdict) {
    case 'pass':
      return text;
    case 'fail':
      return palette.red(text);
    case 'no-data':
      return palette.yellow(text);
  }
}

export const VERSUS_WORD: Readonly<Record<VersusCell['verdict'], string>> = {
  faster: '↑ faster',
  slower: '↓ slower',
  tied: '= tied',
  new: '+ new',
  missing: '✗ missing',
  'not-comparable': '? not comparable',
};

export function paintVersus(
  palette: ChalkInstance,
  verdict: VersusCell['verdict'],
  text: string,
): string {
  switch (verdict) {
    case 'faster':
      return palette.green(text);
    case 'slower':
    case 'missing':
      return palette.red(text);
    case 'tied':
      return palette.dim(text);
    case 'new':
      return palette.cyan(text);
    case 'not-comparable':
      return palette.yellow(text);
  }
}

export const VERDICTS: readonly Bottleneck['verdict'][] = [
  'client',
  'server',
  'both',
  'neither',
  'unknown',
];

/** The arrows point to where the matrix has the name of the limit: clients on top, servers at the left. */
export const LIMIT_WORD: Readonly<Record<Bottleneck['verdict'], string>> = {
  client: '▴ client',
  server: '◂ server',
  both: '◊ both',
  neither: '◦ neither',
  unknown: '? unknown',
};

export function paintLimit(
  palette: ChalkInstance,
  verdict: Bottleneck['verdict'],
  text: string,
): string {
  switch (verdict) {
    case 'client':
      return palette.yellow(text);
    case 'server':
      return palette.green(text);
    case 'both':
      return palette.cyan(text);
    case 'neither':
      return palette.magenta(text);
    case 'unknown':
      return palette.dim(text);
  }
}
