/** Shows a run going by on stderr: the matrix as it fills in on a terminal, one line a step elsewhere. */
import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { JournalEntry } from '../journal/entries.ts';
import { shownNames } from '../plan/service-key.ts';
import type { ServiceId } from '../plan/service-key.ts';
import { gridLines } from './draw-grid.ts';
import { GridState } from './grid.ts';
import { ProgressState } from './state.ts';
import { wording } from './wording.ts';

/** The time left is shown in seconds; drawing more often would only disturb what is measured. */
const REFRESH_MS = 1000;

export interface ProgressOptions {
  readonly stream: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  /** `status`: escape codes may be written. */
  readonly mode: 'quiet' | 'lines' | 'status';
  readonly verbose: boolean;
  /** All that may be spoken of. */
  readonly services: readonly ServiceId[];
  readonly now_ms: () => number;
}

export interface Progress {
  readonly onEntry: (entry: JournalEntry) => void;
  /** Clears the status line; safe to call twice. */
  readonly stop: () => void;
}

export function createProgress(options: ProgressOptions): Progress {
  if (options.mode === 'quiet') return { onEntry: () => undefined, stop: () => undefined };
  const shown = shownNames(options.services);
  const state = new ProgressState(options.now_ms, shown);
  const grid = new GridState();
  const status = options.mode === 'status' ? statusLines(options.stream, state, grid) : null;
  const levels = ['always', ...(status === null || options.verbose ? ['step'] : [])];
  if (options.verbose) levels.push('detail');
  return {
    onEntry: (entry) => {
      state.take(entry);
      grid.take(entry);
      const line = wording(entry, {
        position: state.position(),
        prefixOf: (pass) => state.prefixOf(pass),
        shown,
      });
      if (line !== null && levels.includes(line.level)) {
        status?.clear();
        options.stream.write(`${printable(line.text)}\n`);
      }
      status?.draw();
    },
    stop: () => status?.stop(),
  };
}

/** Services and tools may put escape codes and carriage returns into what they say. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

interface StatusLines {
  readonly draw: () => void;
  readonly clear: () => void;
  readonly stop: () => void;
}

const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;
/** For what is written above, and for the status line. */
const OTHER_LINES = 3;

function statusLines(
  stream: ProgressOptions['stream'],
  state: ProgressState,
  grid: GridState,
): StatusLines {
  const update = createLogUpdate(stream);
  const draw = (): void => {
    const line = state.statusLine();
    if (line === null) {
      update.clear();
      return;
    }
    const { columns = USUAL_COLUMNS, rows = USUAL_ROWS } = stream;
    const drawn = state.isMeasuring() ? grid.grid() : null;
    const matrix = drawn === null ? [] : gridLines(drawn, { columns, lines: rows - OTHER_LINES });
    update([...matrix, line].map(printable).join('\n'));
  };
  const timer = setInterval(draw, REFRESH_MS);
  timer.unref();
  return {
    draw,
    clear: () => {
      update.clear();
    },
    stop: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}
