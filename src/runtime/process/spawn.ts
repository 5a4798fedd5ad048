/** Starts one service as a process: pinned, marked, logging into files, and dying with the tool. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { formatCpuList } from '../../host/cpu-list.ts';
import { findTool } from '../../host/find-tool.ts';
import { lastLines, openLogFile } from '../../host/log-file.ts';
import { ProcessFamily } from '../../host/process-family.ts';
import { identify, processesMarked } from '../../host/process-table.ts';
import type { ProcessIdentity } from '../../host/process-table.ts';
import { LaunchError } from '../runtime.ts';
import type { Exit, Launch, Running } from '../runtime.ts';
import { serviceEnvironment, TOKEN_VARIABLE } from './environment.ts';
import { stopLaunch } from './stop.ts';
import { usageReader } from './usage.ts';

const LOG_TAIL_LINES = 15;

/** Both wrappers replace themselves by the next command, so the pid stays the service's own. */
function wrap(launch: Launch, words: readonly string[]): string[] {
  const setpriv = findTool('setpriv');
  return [
    ...(setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL', '--']),
    ...(launch.cpus === null ? [] : ['taskset', '--cpu-list', formatCpuList(launch.cpus)]),
    ...words,
  ];
}

/** The words of the command and its working directory. */
function commandOf({ service, program, args }: Launch): { words: string[]; folder: string } {
  if (program.kind !== 'command')
    throw new Error(`${service} was built as an image, which is no process`);
  return { words: [...program.words, ...args], folder: program.folder };
}

function refuseMissing(words: readonly string[], folder: string): void {
  const [file = ''] = words;
  if (!existsSync(folder)) throw new LaunchError(`working directory missing: ${folder}`);
  if (path.isAbsolute(file) ? !existsSync(file) : findTool(file) === null)
    throw new LaunchError(`binary missing: ${file}`);
}

function toExit(result: { exitCode?: number; signal?: string }): Exit {
  return { code: result.exitCode ?? null, signal: result.signal ?? null, note: null };
}

/** Starts it; stderr and, for servers, stdout go into files. `onStdout` gets the bytes of a client. */
export async function spawn(
  launch: Launch,
  onStdout: ((chunk: Buffer) => void) | null,
): Promise<Running & { readonly closed: Promise<void> }> {
  const { words, folder } = commandOf(launch);
  refuseMissing(words, folder);
  const [file = '', ...args] = wrap(launch, words);
  const errors = await openLogFile(`${launch.log_base}.err.log`);
  const output = onStdout === null ? await openLogFile(`${launch.log_base}.out.log`) : null;
  const child = execa(file, args, {
    cwd: folder,
    env: serviceEnvironment(launch.token, launch.env),
    extendEnv: false,
    stdin: 'ignore',
    stdout: output ?? 'pipe',
    stderr: errors,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    detached: true, // a Ctrl-C of the terminal reaches the tool alone, which then stops them in order
    cleanup: true,
  });
  errors.destroy();
  output?.destroy();
  if (onStdout !== null) child.stdout?.on('data', onStdout);
  const finished = child.then((result) => result);
  const pid = child.pid;
  if (pid === undefined)
    throw new LaunchError((await finished).message ?? 'it could not be started');
  const identity = identify(pid) ?? { pid, start_ticks: '' };
  const family = new ProcessFamily(pid);
  // By then it has started what it starts at all.
  child.stdout?.once('data', () => family.pids());
  return {
    instance: `process ${identity.pid}.${identity.start_ticks}`,
    ...watch(launch, identity, family),
    exited: finished.then(toExit),
    closed: finished.then(() => undefined),
  };
}

function watch(
  launch: Launch,
  identity: ProcessIdentity,
  family: ProcessFamily,
): Pick<Running, 'log_file' | 'usage' | 'logTail' | 'stop'> {
  const log_file = `${launch.log_base}.err.log`;
  return {
    log_file,
    usage: usageReader(family),
    logTail: () => lastLines(log_file, LOG_TAIL_LINES),
    stop: () =>
      stopLaunch(identity, () => [
        ...family.everSeen(),
        ...processesMarked(TOKEN_VARIABLE, (token) => token === launch.token),
      ]),
  };
}
