/** What the contract's tests need of a runtime: how to open it, give it programs, and look at them from outside. */
import type { Program } from '../../src/build/built-service.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import type { Script } from './script.ts';

/** Turns scripts into what one runtime can start. */
export interface ProgramMaker {
  readonly program: (script: Script) => Program;
  /** One that cannot be started because this file does not exist. */
  readonly missing: (file: string) => Program;
}

/** The network as the tool itself sees it. */
export interface ToolNetwork {
  /** The text that a GET is answered with. */
  readonly get: (host: string, port: number) => Promise<string>;
  /** A server of the tool itself, which gives this answer; resolves to its port. */
  readonly serve: (host: string, answer: string) => Promise<number>;
  /** Closes these servers. */
  readonly close: () => Promise<void>;
}

export interface Subject {
  readonly open: () => Promise<Runtime>;
  readonly maker: ProgramMaker;
  readonly network: ToolNetwork;
  /** How many living processes the launch with this token has. */
  readonly survivors: (token: string) => number;
}
