/** Colours of the terminal report; each only repeats what a sign and a word already say. */
import { Chalk, type ChalkInstance } from 'chalk';
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
