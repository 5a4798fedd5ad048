/** Runs a program on a terminal of its own: what it writes there, on stdout and stderr alike. */
import { execa } from 'execa';

const ON_TERMINAL = `import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))`;

/** A new terminal has no size. */
const SIZED = ['sh', '-c', 'stty rows "$1" cols "$2"; shift 2; exec "$@"', 'sh'];

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Variables that say something about terminals are as on a plain one, unless given in `env`. */
export async function onTerminal(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  { rows, columns }: Size = { rows: 40, columns: 80 },
): Promise<string> {
  const sized = [...SIZED, String(rows), String(columns), ...command];
  const { stdout } = await execa('python3', ['-c', ON_TERMINAL, ...sized], {
    cwd,
    stdin: 'ignore',
    env: { TERM: 'xterm', NO_COLOR: '', CI: '', ...env },
  });
  return stdout;
}
