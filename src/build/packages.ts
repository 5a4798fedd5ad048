/** Brings missing system packages by apt, where it may: asks on a terminal, acts as root, else only says how. */
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { execa } from 'execa';
import { UserError } from '../host/user-error.ts';
import type { BuildFact } from './facts.ts';
import type { Unmet } from './requirements.ts';
import { failureOf } from './run-command.ts';

export interface InstallPolicy {
  /** False with `PAIRBENCH_NO_INSTALL=1`. */
  readonly allowed: boolean;
  /** Asks the user a yes/no question; null: there is no terminal. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  readonly isRoot: boolean;
  /** Debian or Ubuntu. */
  readonly hasApt: boolean;
}

/** The policy of this process: its terminal, user and distribution. */
export function installPolicy(env: NodeJS.ProcessEnv): InstallPolicy {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return {
    allowed: env.PAIRBENCH_NO_INSTALL !== '1',
    ask: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal : null,
    isRoot: process.getuid?.() === 0,
    hasApt: /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release) && existsSync('/usr/bin/apt-get'),
  };
}

async function askOnTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y(es)?)?$/i.test((await terminal.question(`${question} [Y/n] `)).trim());
  } finally {
    terminal.close();
  }
}

export function packagesFor(missing: readonly Unmet[]): string[] {
  const names = missing.flatMap(({ requirement, reason }) =>
    // A package of the same distribution cannot mend a version that is too old.
    requirement.apt !== undefined && !reason.includes(' is needed, ') ? [requirement.apt] : [],
  );
  return [...new Set(names)].sort();
}

/** The command a person would type. */
export function installCommand(packages: readonly string[], isRoot: boolean): string {
  const sudo = isRoot ? '' : 'sudo ';
  return `${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

async function mayInstall(policy: InstallPolicy, command: string): Promise<boolean> {
  if (!policy.allowed || !policy.hasApt) return false;
  if (policy.ask !== null) return policy.ask(`Missing system packages. Run "${command}"?`);
  return policy.isRoot;
}

/** Installs what apt can bring, if the policy lets it; the caller checks again what is missing. */
export async function installMissing(
  missing: readonly Unmet[],
  policy: InstallPolicy,
  emit: (fact: BuildFact) => void,
): Promise<void> {
  const packages = packagesFor(missing);
  if (packages.length === 0) return;
  const command = installCommand(packages, policy.isRoot);
  if (!(await mayInstall(policy, command))) return;
  const started = performance.now();
  const update = command.replace(/install .*/, 'update -qq');
  for (const line of [update, command]) {
    const [file = '', ...args] = line.split(' ');
    const result = await execa(file, args, {
      reject: false,
      stdin: policy.ask === null ? 'ignore' : 'inherit',
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      all: true,
    });
    // A failed update of one source may still leave the package installable; a failed install may not.
    if (result.failed && line === command)
      throw new UserError(
        `"${command}" failed: ${failureOf(result, result.all)}`,
        'run it by hand, or set PAIRBENCH_NO_INSTALL=1 to go on without these services',
        3,
      );
  }
  const duration_ms = Math.round(performance.now() - started);
  emit({ type: 'packages-installed', packages, command, duration_ms });
}
