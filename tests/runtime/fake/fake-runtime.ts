/** A runtime for tests: its programs are scripts, their time is virtual, all else is as with real ones. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { Program } from '../../../src/build/built-service.ts';
import { lastLines } from '../../../src/host/log-file.ts';
import { LineSplitter } from '../../../src/runtime/lines.ts';
import { LaunchError } from '../../../src/runtime/runtime.ts';
import type {
  Launch,
  Reach,
  Running,
  RunningClient,
  RunningServer,
  Runtime,
  UsageSnapshot,
} from '../../../src/runtime/runtime.ts';
import type { Script } from '../script.ts';
import type { ProgramMaker } from '../subject.ts';
import type { FakeMachine } from './fake-machine.ts';
import { ANY_ADDRESS, TOOL_ADDRESS } from './fake-network.ts';
import type { FakeProcess } from './fake-process.ts';

const ALL_CPUS = [0, 1];
const PATIENCE_MS = 2500;
const TAIL_LINES = 15;
const INTERPRETER = 'carry-out';

const command = (...words: string[]): Program => ({ kind: 'command', words, folder: '/' });

export const fakeMaker: ProgramMaker = {
  program: (script) => command(INTERPRETER, JSON.stringify(script)),
  missing: (file) => command(file),
};

function scriptOf({ program }: Launch): Script {
  if (program.kind !== 'command') throw new LaunchError(`no such image: ${program.image}`);
  const [file = '', script = ''] = program.words;
  if (file !== INTERPRETER) throw new LaunchError(`binary missing: ${file}`);
  return JSON.parse(script) as Script;
}

/** The process and its living descendants. */
function treeOf(root: FakeProcess): FakeProcess[] {
  return root.alive ? [root, ...root.children.flatMap(treeOf)] : [];
}

function usageOf(machine: FakeMachine, main: FakeProcess): UsageSnapshot {
  const tree = treeOf(main);
  const total = (figure: (one: FakeProcess) => number): number | null =>
    tree.length === 0 ? null : tree.reduce((sum, one) => sum + figure(one), 0);
  const rss_bytes = total((one) => one.rss_bytes);
  return {
    at_ns: machine.clock.now_ms * 1e6,
    cpu_ns: total((one) => one.cpu_ms * 1e6),
    rss_bytes,
    peak_rss_bytes: rss_bytes, // a script gives nothing back
    fds: total((one) => one.fds),
    sockets: total((one) => one.sockets),
    voluntary_switches: total((one) => one.waits),
    involuntary_switches: total(() => 0),
    disk_read_bytes: total(() => 0),
    disk_write_bytes: total(() => 0),
  };
}

async function stop(machine: FakeMachine, main: FakeProcess, token: string): Promise<string> {
  const asked = main.signal('SIGTERM');
  const patience = new AbortController();
  const late = machine.clock.sleep(PATIENCE_MS, patience.signal).then(() => 'late');
  const outcome = await Promise.race([main.exited.then(() => 'ended'), late]);
  patience.abort();
  const left = machine.marked(token);
  for (const one of left) one.signal('SIGKILL');
  if (outcome === 'late') return `SIGKILL, it did not stop within ${PATIENCE_MS} ms of SIGTERM`;
  if (left.length > 0) return `SIGTERM; ${left.length} processes that it left behind were killed`;
  return asked ? 'SIGTERM' : 'had ended before';
}

/** Resolves when nobody holds its stdout any more. */
async function whenClosed(machine: FakeMachine, main: FakeProcess, token: string): Promise<void> {
  await main.exited;
  for (let [one] = machine.marked(token); one !== undefined; [one] = machine.marked(token))
    await one.exited;
}

/** What both sides have in common. */
function watch(machine: FakeMachine, main: FakeProcess, launch: Launch): Running {
  const log_file = `${launch.log_base}.err.log`;
  return {
    instance: `fake ${launch.token}`,
    exited: main.exited,
    log_file,
    usage: () => Promise.resolve(usageOf(machine, main)),
    logTail: () => lastLines(log_file, TAIL_LINES),
    stop: () => stop(machine, main, launch.token),
  };
}

export class FakeRuntime implements Runtime {
  readonly name = 'fake';
  readonly #machine: FakeMachine;
  readonly #tokens: string[] = [];
  #launches = 0;
  #ended = false;

  constructor(machine: FakeMachine) {
    this.#machine = machine;
  }

  reach(): Promise<Reach> {
    return Promise.resolve({ listen_host: ANY_ADDRESS, tool_host: TOOL_ADDRESS });
  }

  /** Its programs cannot outlive the tool. */
  sweepLeftovers(): Promise<string[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  killAll(): Promise<void> {
    this.#ended = true;
    for (const token of this.#tokens)
      for (const one of this.#machine.marked(token)) one.signal('SIGKILL');
    return Promise.resolve();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
  async startServer(launch: Launch): Promise<RunningServer> {
    const out_file = `${launch.log_base}.out.log`;
    const host = this.#nextAddress();
    let announce: (line: string) => void = () => undefined;
    const announced = new Promise<string>((resolve) => {
      announce = resolve;
    });
    const splitter = new LineSplitter(announce);
    writeFileSync(out_file, '');
    const main = this.#start(launch, host, (chunk) => {
      appendFileSync(out_file, chunk);
      splitter.push(chunk);
    });
    const ended = main.exited.then(() => null);
    return {
      ...watch(this.#machine, main, launch),
      host,
      firstLine: (timeout_ms) => {
        const heard = new AbortController();
        const silent = this.#machine.clock.sleep(timeout_ms, heard.signal).then(() => null);
        return Promise.race([announced, ended, silent]).finally(() => {
          heard.abort();
        });
      },
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
  async startClient(launch: Launch, onLine: (line: string) => void): Promise<RunningClient> {
    const splitter = new LineSplitter(onLine);
    const main = this.#start(launch, this.#nextAddress(), (chunk) => {
      splitter.push(chunk);
    });
    return {
      ...watch(this.#machine, main, launch),
      drained: whenClosed(this.#machine, main, launch.token).then(() => {
        splitter.end();
      }),
    };
  }

  /** Each launch has an address of its own, as on a bridge. */
  #nextAddress(): string {
    this.#launches += 1;
    return `10.0.1.${this.#launches}`;
  }

  #start(launch: Launch, address: string, onStdout: (chunk: Buffer) => void): FakeProcess {
    if (this.#ended) throw new LaunchError('the run has been ended');
    const { token, env, args, cpus, log_base } = launch;
    const script = scriptOf(launch);
    writeFileSync(`${log_base}.err.log`, '');
    this.#tokens.push(token);
    return this.#machine.start(script, {
      env: { LC_ALL: 'C', ...env, PAIRBENCH_TOKEN: token },
      args,
      cpus: cpus ?? ALL_CPUS,
      address,
      write: (stream, chunk) => {
        if (stream === 'stdout') onStdout(chunk);
        else appendFileSync(`${log_base}.err.log`, chunk);
      },
    });
  }
}
