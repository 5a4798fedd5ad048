/** Runs one command of a step for as long as it may take, and ends all that it has started if it takes longer. */
import { spawn, spawnSync } from 'node:child_process';

/** An engine on the machine changes nothing in what the steps without one test. */
const WITHOUT_ENGINE = { PAIRBENCH_RUNTIME: 'process' };

/** Over twice what the longest step takes on two CPUs; what hangs must leave time for the steps after it. */
const LIMIT_S = 25 * 60;

/** What a command that was told to end has for its own cleaning up. */
const GRACE_S = 10;

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @typedef {{ command: string[], cwd?: string, env?: NodeJS.ProcessEnv, limit_s?: number, grace_s?: number }} Command */

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** As far as there is a `ps` to tell them. @param {number} session */
function processesOf(session) {
  const columns = 'pid,ppid,etimes,stat,wchan:20,args';
  const { stdout } = spawnSync('ps', ['--sid', `${session}`, '-o', columns], { encoding: 'utf8' });
  return stdout ?? '';
}

/**
 * Whatever ends this program ends the command, and a command that takes too long ends: the command leads a group
 * of processes, and all of them get the signal. Resolves to what was wrong, if it hung.
 * @param {import('node:child_process').ChildProcess & { pid: number }} child
 * @param {number} limit_s
 * @param {number} grace_s
 */
async function watch(child, limit_s, grace_s) {
  let fault;
  let passedOn;
  const passOn = (signal) => {
    passedOn = signal;
    signalGroup(child.pid, signal);
  };
  const limit = setTimeout(() => {
    fault = new Error(
      `It did not end within ${limit_s} s and was ended. What it was:\n${processesOf(child.pid)}`,
    );
    signalGroup(child.pid, 'SIGTERM');
  }, limit_s * 1000);
  const lastLimit = setTimeout(
    () => {
      signalGroup(child.pid, 'SIGKILL');
      // A process that has left the group may still hold them.
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    (limit_s + grace_s) * 1000,
  );
  for (const signal of SIGNALS) process.on(signal, passOn);
  await new Promise((resolve) => child.once('close', resolve));
  for (const signal of SIGNALS) process.off(signal, passOn);
  clearTimeout(limit);
  clearTimeout(lastLimit);
  if (passedOn !== undefined) process.kill(process.pid, passedOn);
  return fault;
}

/**
 * @param {Command} command
 * @param {(chunk: Buffer) => void} [printed] gets what it prints, else that goes to where this program prints.
 * @returns {Promise<{ ok: boolean, fault?: Error }>} `fault`: it could not be run, or not to its end.
 */
export async function execute(
  { command, cwd = '.', env = {}, limit_s = LIMIT_S, grace_s = GRACE_S },
  printed,
) {
  const [file = '', ...args] = command;
  const output = printed === undefined ? 'inherit' : 'pipe';
  const child = spawn(file, args, {
    cwd,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...WITHOUT_ENGINE, ...env },
    detached: true,
  });
  if (child.pid === undefined) {
    const fault = await new Promise((resolve) => child.once('error', resolve));
    return { ok: false, fault };
  }
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', printed);
  const fault = await watch(child, limit_s, grace_s);
  return { ok: child.exitCode === 0 && fault === undefined, fault };
}
