/** A program that does what its script says, on a virtual clock, with figures for what it uses. */
import { formatCpuList } from '../../../src/host/cpu-list.ts';
import type { Exit } from '../../../src/runtime/runtime.ts';
import { randomPieces } from '../random-lines.ts';
import type { Script, Step } from '../script.ts';
import type { FakeMachine } from './fake-machine.ts';
import { ANY_ADDRESS } from './fake-network.ts';

const START_MS = 40;
const RUNTIME_BYTES = 45_000_000;
/** stdin, stdout, stderr, and what a program's own runtime opens. */
const OPEN_FILES = 18;

/** What a process hands on to its children. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly cpus: readonly number[];
  /** Of the launch; `0.0.0.0` within it. */
  readonly address: string;
  readonly write: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

export class FakeProcess {
  readonly children: FakeProcess[] = [];
  readonly exited: Promise<Exit>;
  readonly #machine: FakeMachine;
  readonly #surroundings: Surroundings;
  readonly #ending = new AbortController();
  readonly #ports: number[] = [];
  #settle: (exit: Exit) => void = () => undefined;
  #ignoresTerm = false;
  #rss_bytes = RUNTIME_BYTES;
  #waits = 0;
  #spent_ms = 0;
  #burning_since_ms: number | null = null;

  constructor(machine: FakeMachine, script: Script, surroundings: Surroundings) {
    this.#machine = machine;
    this.#surroundings = surroundings;
    this.exited = new Promise((resolve) => {
      this.#settle = resolve;
    });
    void this.#live(script);
  }

  get token(): string | undefined {
    return this.#surroundings.env.PAIRBENCH_TOKEN;
  }

  get alive(): boolean {
    return !this.#ending.signal.aborted;
  }

  get cpu_ms(): number {
    const since_ms = this.#burning_since_ms ?? this.#machine.clock.now_ms;
    return this.#spent_ms + this.#machine.clock.now_ms - since_ms;
  }

  get rss_bytes(): number {
    return this.#rss_bytes;
  }

  get sockets(): number {
    return this.#ports.length;
  }

  get waits(): number {
    return this.#waits;
  }

  get fds(): number {
    return OPEN_FILES + this.sockets;
  }

  /** False when it is gone already. */
  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSEGV'): boolean {
    if (!this.alive) return false;
    if (name !== 'SIGTERM' || !this.#ignoresTerm) this.#end({ code: null, signal: name });
    return true;
  }

  #end(how: { readonly code: number | null; readonly signal: string | null }): void {
    for (const port of this.#ports) this.#machine.network.close(this.#surroundings.address, port);
    this.#ending.abort();
    this.#settle({ ...how, note: null });
  }

  async #live(script: Script): Promise<void> {
    try {
      await this.#burn(START_MS);
      await this.#perform(script);
      if (this.#ports.length > 0) await this.#stay();
      this.#end({ code: 0, signal: null });
    } catch (error) {
      if (!this.alive) return; // it was ended in the middle of a step
      this.#write('stderr', `${String(error)}\n`);
      this.#end({ code: 1, signal: null });
    }
  }

  async #perform(script: Script): Promise<void> {
    for (const step of script) {
      await this.#take(step);
      this.#ending.signal.throwIfAborted();
    }
  }

  async #take(step: Step): Promise<void> {
    const { env, args, cpus } = this.#surroundings;
    switch (step.kind) {
      case 'print':
        this.#write(step.stream, step.text);
        return;
      case 'print-lines':
        for (const piece of randomPieces(step.lines, step.line_end, step.max_piece_bytes).pieces) {
          this.#write('stdout', piece);
          this.#write('stderr', step.between);
        }
        return;
      case 'print-environment':
        this.#write('stdout', `${JSON.stringify(env)}\n`);
        return;
      case 'print-arguments':
        this.#write('stdout', `${JSON.stringify(args)}\n`);
        return;
      case 'print-cpus':
        this.#write('stdout', `${formatCpuList(cpus)}\n`);
        return;
      case 'wait':
        this.#waits += 1;
        return this.#machine.clock.sleep(step.ms, this.#ending.signal);
      case 'burn':
        return this.#burn(step.cpu_ms);
      case 'allocate':
        this.#rss_bytes += step.bytes;
        return;
      case 'ignore-sigterm':
        this.#ignoresTerm = true;
        return;
      case 'start-child':
        this.children.push(this.#machine.start(step.script, this.#surroundings));
        return;
      case 'listen':
        this.#listen(step.each_request, step.answer);
        return;
      case 'get': {
        const { hostname, port } = new URL(step.url);
        this.#write('stdout', `${await this.#machine.network.get(hostname, Number(port))}\n`);
        return;
      }
      case 'exit':
        this.#end({ code: step.code, signal: null });
        return;
      case 'die':
        this.signal(step.signal);
        return;
      case 'run-for-ever':
        return this.#stay();
    }
  }

  #write(stream: 'stdout' | 'stderr', content: string | Buffer): void {
    if (content.length > 0) this.#surroundings.write(stream, Buffer.from(content));
  }

  async #burn(cpu_ms: number): Promise<void> {
    this.#burning_since_ms = this.#machine.clock.now_ms;
    await this.#machine.clock.sleep(cpu_ms, this.#ending.signal);
    this.#burning_since_ms = null;
    this.#spent_ms += cpu_ms;
  }

  #listen(eachRequest: Script, answer: string): void {
    const { env, address } = this.#surroundings;
    if (env.HOST !== ANY_ADDRESS) throw new Error(`listen EADDRNOTAVAIL ${env.HOST ?? ''}`);
    const port = this.#machine.network.listen(address, async () => {
      await this.#perform(eachRequest);
      return answer;
    });
    this.#ports.push(port);
    this.#write('stdout', `${JSON.stringify({ event: 'listening', port, pid: 1 })}\n`);
  }

  /** Until it is ended. */
  #stay(): Promise<never> {
    return new Promise((_, reject) => {
      this.#ending.signal.addEventListener('abort', () => {
        reject(this.#ending.signal.reason as Error);
      });
    });
  }
}
