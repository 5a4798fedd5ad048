/** Runs one command of a step for as long as it may take, and ends all that it has started if it takes longer. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** An engine on the machine changes nothing in what the steps without one test. */
const WITHOUT_ENGINE = { PAIRBENCH_RUNTIME: 'process' };

/** Over twice what the longest step takes on two CPUs; what hangs must leave time for the steps after it. */
const LIMIT_S = 25 * 60;

/** @typedef {{ command: string[], cwd?: string, env?: NodeJS.ProcessEnv, limit_s?: number }} Command */

/** @typedef {{ pid: number, ppid: number, words: string }} Process */

/** Undefined: it has ended meanwhile. @param {string} pid @returns {Process | undefined} */
function processOf(pid) {
  try {
    const ppid = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return { pid: Number(pid), ppid: Number(ppid), words };
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    return undefined;
  }
}

/** A process and all that descend from it. @param {number} pid @returns {Process[]} */
function familyOf(pid) {
  const all = readdirSync('/proc').flatMap((name) =>
    /^\d+$/.test(name) ? (processOf(name) ?? []) : [],
  );
  const family = all.filter((one) => one.pid === pid);
  // Grows while it is walked through.
  for (const parent of family) family.push(...all.filter(({ ppid }) => ppid === parent.pid));
  return family;
}

/** Tells what hung. @param {import('node:child_process').ChildProcess} child @param {number} limit_s */
function end(child, limit_s) {
  const family = child.pid === undefined ? [] : familyOf(child.pid);
  for (const { pid } of family) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
  // A process that is no longer of the family may still hold them.
  child.stdout?.destroy();
  child.stderr?.destroy();
  const list = family.map(({ pid, words }) => `  ${pid} ${words}`).join('\n');
  return new Error(
    `It did not end within ${limit_s} s and was ended with all its processes:\n${list}`,
  );
}

/**
 * @param {Command} command
 * @param {(chunk: Buffer) => void} [printed] gets what it prints, else that goes to where this program prints.
 * @returns {Promise<{ ok: boolean, fault?: Error }>} `fault`: it could not be run, or not to its end.
 */
export async function execute({ command, cwd = '.', env = {}, limit_s = LIMIT_S }, printed) {
  const [file = '', ...args] = command;
  const output = printed === undefined ? 'inherit' : 'pipe';
  const child = spawn(file, args, {
    cwd,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...WITHOUT_ENGINE, ...env },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', printed);
  /** @type {Error | undefined} */
  let fault;
  const limit = setTimeout(() => {
    fault = end(child, limit_s);
  }, limit_s * 1000);
  child.once('error', (error) => {
    fault = error;
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  return { ok: child.exitCode === 0 && fault === undefined, fault };
}
