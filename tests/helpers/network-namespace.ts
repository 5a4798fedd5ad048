/** Network namespaces of their own for a test: net.* settings change there, never those of the machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from '@jest/globals';
import { startChild } from './children.ts';

/** Loads a module of the compiled program and prints what one of its functions gives, as JSON. */
const CALL = `const [file, name, args] = process.argv.slice(1);
const given = (await import(file))[name](...JSON.parse(args));
process.stdout.write(JSON.stringify(given));`;

export interface NetworkNamespace {
  /** Words before a command that is to run inside. */
  readonly enter: readonly [string, ...string[]];
  readonly read: (key: string) => string;
  readonly write: (key: string, value: string) => void;
  /** Calls `name` of a module below src/ in a process inside; `before` are words before its command. */
  readonly call: (
    module: string,
    name: string,
    args: readonly unknown[],
    before?: readonly string[],
  ) => unknown;
  /** Runs a script that is given the file of a module below src/ and `args`; gives the JSON that it prints. */
  readonly evaluate: (script: string, module: string, args: readonly string[]) => unknown;
}

/** Lives as long as the test. Loopback is up. */
export async function networkNamespace(): Promise<NetworkNamespace> {
  const keeper = await startChild([
    'unshare',
    '--net',
    'sh',
    '-c',
    'ip link set lo up && echo up && exec sleep 600',
  ]);
  await keeper.line();
  const enter = ['nsenter', `--net=/proc/${keeper.pid}/ns/net`] as const;
  const inside = (...command: string[]): string => {
    const [file, ...args] = [...enter, ...command];
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const fileOf = (key: string): string => `/proc/sys/${key.replaceAll('.', '/')}`;
  return {
    enter,
    read: (key) => inside('cat', fileOf(key)).trim().replaceAll(/\s+/g, ' '),
    write: (key, value) => {
      inside('sh', '-c', 'echo "$1" > "$2"', 'sh', value, fileOf(key));
    },
    call: (module, name, args, before = []) => {
      const file = path.resolve('dist/src', module);
      const script = ['--input-type=module', '--eval', CALL, file, name, JSON.stringify(args)];
      return JSON.parse(inside(...before, process.execPath, ...script)) as unknown;
    },
    evaluate: (script, module, args) => {
      const file = path.resolve('dist/src', module);
      const words = ['--input-type=module', '--eval', script, file, ...args];
      return JSON.parse(inside(process.execPath, ...words)) as unknown;
    },
  };
}

function canUnshare(): boolean {
  return spawnSync('unshare', ['--net', '--mount', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
}

/** Skipped, and shown as such, where no namespace can be made: only root can. */
export const testInNamespace = canUnshare() ? test : test.skip;
