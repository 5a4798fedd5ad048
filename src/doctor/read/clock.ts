/** The clock: what it counts, and whether a time service keeps it right. */
import { runCommand } from '../../build/run-command.ts';
import { findTool } from '../../host/find-tool.ts';
import { readKernelFile } from '../../host/kernel-file.ts';
import type { ClockFacts } from '../facts.ts';

const SOURCES = '/sys/devices/system/clocksource/clocksource0';

/** systemd's command knows, where systemd runs. */
async function byTimedatectl(): Promise<boolean | null> {
  if (findTool('timedatectl') === null) return null;
  const { stdout } = await runCommand(['timedatectl', 'show', '-p', 'NTPSynchronized', '--value']);
  const answer = stdout.trim();
  return answer === 'yes' ? true : answer === 'no' ? false : null;
}

/**
 * The kernel knows everywhere, but Node cannot ask it: adjtimex(2), told by an empty `struct timex` to
 * change nothing, gives 5 (TIME_ERROR) for a clock that is not synchronised, and -1 where it is forbidden.
 */
const ADJTIMEX = `import ctypes
print(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))`;

async function byPython(): Promise<boolean | null> {
  if (findTool('python3') === null) return null;
  const { stdout } = await runCommand(['python3', '-c', ADJTIMEX]);
  const state = /^\d+$/.exec(stdout.trim())?.[0];
  return state === undefined ? null : state !== '5';
}

export async function readClock(): Promise<ClockFacts> {
  return {
    source: readKernelFile(`${SOURCES}/current_clocksource`),
    available: readKernelFile(`${SOURCES}/available_clocksource`)?.split(/\s+/) ?? [],
    synchronised: (await byTimedatectl()) ?? (await byPython()),
  };
}
