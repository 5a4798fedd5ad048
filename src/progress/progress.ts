/** Shows a run going by on stderr: a status line on a terminal, one line a step elsewhere. */
import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { JournalEntry } from '../journal/entries.ts';
import { shownNames } from '../plan/service-key.ts';
import type { ServiceId } from '../plan/service-key.ts';
import { ProgressState } from './state.ts';
import { wording } from './wording.ts';

const REFRESH_MS = 500;

export interface ProgressOptions {
  readonly stream: NodeJS.WritableStream;
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
  const status = options.mode === 'status' ? statusLine(options.stream, state) : null;
  const levels = ['always', ...(status === null || options.verbose ? ['step'] : [])];
  if (options.verbose) levels.push('detail');
  return {
    onEntry: (entry) => {
      state.take(entry);
      const line = wording(entry, { position: state.position(), shown });
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

interface StatusLine {
  readonly draw: () => void;
  readonly clear: () => void;
  readonly stop: () => void;
}

function statusLine(stream: NodeJS.WritableStream, state: ProgressState): StatusLine {
  const update = createLogUpdate(stream);
  const draw = (): void => {
    const line = state.statusLine();
    if (line === null) update.clear();
    else update(line);
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
