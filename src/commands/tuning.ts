/** `--tune`: kernel settings for the time of a run, and those that an earlier run has left. */
import path from 'node:path';
import { readSysctl } from '../host/machine.ts';
import { readConf } from '../host/tuning/conf.ts';
import type { KernelRestored } from '../host/tuning/facts.ts';
import { restoreLeftovers } from '../host/tuning/leftovers.ts';
import { restoreSaved } from '../host/tuning/restore.ts';
import type { Saved } from '../host/tuning/saved.ts';
import { tunedValue, tuneKernel } from '../host/tuning/tune.ts';
import { errorText, EXIT } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import { PACKAGE_ROOT } from './package.ts';
import type { Session, Terminal } from './session.ts';

const CONF = path.join(PACKAGE_ROOT, 'sysctl', 'loopback.conf');
const PORT_RANGE = 'net.ipv4.ip_local_port_range';

type Emit = (entry: JournalEntry) => void;

/** `32768 60999`, as it will be while the run measures; null: not known. */
export function localPortRange(session: Session): string | null {
  const tuned =
    session.values.switch('tune') === true ? tunedValue(PORT_RANGE, readConf(CONF)) : null;
  return tuned ?? readSysctl(PORT_RANGE);
}

/** What is still tuned, why, and how to mend it; null: nothing is. */
function complaint(facts: readonly KernelRestored[]): string | null {
  const failed = facts.flatMap((fact) => fact.failed);
  if (failed.length === 0) return null;
  const reasons = failed.map(({ key, reason }) => `${key}: ${reason}`).join('; ');
  const files = facts.flatMap(({ saved_file }) => saved_file ?? []).join(', ');
  const commands = failed.map(({ key, original }) => `sysctl -w ${key}="${original}"`).join(' && ');
  return (
    `pairbench: kernel settings could not be put back: ${reasons}\n` +
    `  the next start tries again (${files}); by hand, as root: ${commands}\n`
  );
}

export interface PutBack {
  /** A sentence for each setting and file. */
  readonly said: readonly string[];
  /** False: something is still tuned, which has been told on stderr. */
  readonly isDone: boolean;
}

/** Puts back what runs have left tuned that are gone. Throws a UserError for a damaged file. */
export function putBackLeftovers({ cache, terminal }: Session): PutBack {
  const { facts, notes } = restoreLeftovers(cache);
  const text = complaint(facts);
  if (text !== null) terminal.stderr.write(text);
  const said = facts.flatMap(({ restored, left }) => [
    ...restored.map(({ key, value }) => `put ${key} back to ${value}`),
    ...left.map(({ key, value }) => `left ${key} at ${value}, which somebody has set since`),
  ]);
  return { said: [...said, ...notes], isDone: text === null };
}

/** What happens to kernel settings in a run: set before it, put back after it, all of it told. */
export class Tuning {
  readonly #terminal: Terminal;
  /** Told once somebody listens. */
  readonly #untold: JournalEntry[] = [];
  #emit: Emit | null = null;
  #saved: Saved | null = null;
  #isRestored = true;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Puts back what others left, then tunes if that is wanted. Throws a UserError. */
  begin({ cache, values }: Session): void {
    const wanted = values.switch('tune') === true ? readConf(CONF) : null;
    const { facts, notes, tuned_by } = restoreLeftovers(cache);
    this.#tellRestored(facts);
    for (const note of notes) this.#note(note);
    if (tuned_by !== null) {
      const [pid = ''] = tuned_by.split('.');
      this.#note(`the run of process ${pid} has tuned the kernel and puts it back when it ends`);
    }
    if (wanted === null) return;
    if (tuned_by !== null) this.#note('--tune: nothing is set while that run goes on');
    else if (!this.#isRestored)
      this.#note('--tune: nothing is set before the settings of the earlier run are put back');
    else {
      const { fact, saved } = tuneKernel(wanted, cache);
      this.#saved = saved;
      if (saved !== null) process.once('exit', this.#atExit);
      this.#tell(fact);
      if (values.text('docker-network') === 'bridge')
        this.#note('--tune does not reach containers on a bridge: they have settings of their own');
    }
  }

  /** From now on every fact goes there, those that have happened first. */
  tellTo(emit: Emit): void {
    this.#emit = emit;
    for (const entry of this.#untold.splice(0)) emit(entry);
  }

  /** Puts the kernel back; there is nothing to do the second time. */
  end(): void {
    const saved = this.#saved;
    if (saved === null) return;
    this.#saved = null;
    process.off('exit', this.#atExit);
    this.#tellRestored([restoreSaved(saved, 'this-run')]);
  }

  isRestored(): boolean {
    return this.#isRestored;
  }

  /** What fails is told at once, and with --quiet too. */
  #tellRestored(facts: readonly KernelRestored[]): void {
    const text = complaint(facts);
    if (text !== null) {
      this.#isRestored = false;
      this.#terminal.stderr.write(text);
    }
    for (const fact of facts) this.#tell(fact);
  }

  #tell(entry: JournalEntry): void {
    if (this.#emit === null) this.#untold.push(entry);
    else this.#emit(entry);
  }

  #note(message: string): void {
    this.#tell({ type: 'notice', message });
  }

  /** The process ends at once, by a second Ctrl-C or a fault: what is synchronous is still done. */
  readonly #atExit = (): void => {
    try {
      this.end();
    } catch (error) {
      this.#terminal.stderr.write(`pairbench: ${errorText(error)}\n`); // the journal's disk is full
    }
  };
}

/** `work` gives the exit code; it becomes that of a fault when the kernel could not be put back. */
export async function withTuning(
  session: Session,
  work: (tuning: Tuning) => Promise<number>,
): Promise<number> {
  const tuning = new Tuning(session.terminal);
  tuning.begin(session);
  const code = await work(tuning).finally(() => {
    tuning.end();
  });
  return tuning.isRestored() ? code : EXIT.toolFault;
}
