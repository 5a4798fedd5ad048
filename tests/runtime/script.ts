/** What a test program does, as data: a process, a container and a fake can all carry it out. */
import type { RandomLines } from './random-lines.ts';

export type Step =
  /** Exactly this text, nothing added. */
  | { readonly kind: 'print'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** To stdout, in pieces; `between` goes to stderr after each piece. */
  | {
      readonly kind: 'print-lines';
      readonly lines: RandomLines;
      readonly line_end: string;
      readonly max_piece_bytes: number;
      readonly between: string;
    }
  /** One line of JSON each. */
  | { readonly kind: 'print-environment' }
  | { readonly kind: 'print-arguments' }
  /** One line, a list such as `0-1`. */
  | { readonly kind: 'print-cpus' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'burn'; readonly cpu_ms: number }
  | { readonly kind: 'allocate'; readonly bytes: number }
  | { readonly kind: 'ignore-sigterm' }
  /** A child in a session of its own, with the same stdout and stderr. */
  | { readonly kind: 'start-child'; readonly script: Script }
  /** A server on HOST, announced as the services' contract says; a request is answered after its steps. */
  | { readonly kind: 'listen'; readonly each_request: Script; readonly answer: string }
  /** Prints the answer to a GET, as one line. */
  | { readonly kind: 'get'; readonly url: string }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'die'; readonly signal: 'SIGKILL' | 'SIGSEGV' }
  | { readonly kind: 'run-for-ever' };

/** It ends after its last step, unless it listens. */
export type Script = readonly Step[];

export const say = (text: string): Step => ({ kind: 'print', stream: 'stdout', text });
export const complain = (text: string): Step => ({ kind: 'print', stream: 'stderr', text });
export const wait = (ms: number): Step => ({ kind: 'wait', ms });
export const burn = (cpu_ms: number): Step => ({ kind: 'burn', cpu_ms });
export const exit = (code: number): Step => ({ kind: 'exit', code });
export const FOREVER: Step = { kind: 'run-for-ever' };

/** The usual server of these tests. */
export const READY_FOREVER: Script = [say('ready\n'), FOREVER];
