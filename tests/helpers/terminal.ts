/** Runs a program on a terminal of its own: what it writes there, on stdout and stderr alike. */
import { execa } from 'execa';

const ON_TERMINAL = `import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))`;

/** Variables that say something about terminals are as on a plain one, unless given in `env`. */
export async function onTerminal(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await execa('python3', ['-c', ON_TERMINAL, ...command], {
    cwd,
    stdin: 'ignore',
    env: { TERM: 'xterm', NO_COLOR: '', CI: '', ...env },
  });
  return stdout;
}
