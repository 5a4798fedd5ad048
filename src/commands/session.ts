/** What every verb needs: folders, how to print, the signal of an interruption. */
import path from 'node:path';
import { installPolicy } from '../build/packages.ts';
import type { PrepareOptions } from '../build/prepare.ts';
import { discoverServices } from '../plan/discover.ts';
import type { Service } from '../plan/manifest.ts';
import type { ServiceId } from '../plan/service-key.ts';
import { createProgress } from '../progress/progress.ts';
import type { Progress } from '../progress/progress.ts';
import type { Interruptions } from './interruptions.ts';
import { PACKAGE_ROOT } from './package.ts';
import type { OptionValues } from './option-values.ts';

export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export interface Session {
  readonly values: OptionValues;
  readonly services_root: string;
  readonly vectors_file: string;
  readonly cache: string;
  readonly results: string;
  /** Of the result on stdout. */
  readonly colour: boolean;
  readonly width: number;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly beforeEndingAtOnce: Interruptions['beforeEndingAtOnce'];
}

const TABLE_WIDTH = 80;

function wantsColour(values: OptionValues, terminal: Terminal): boolean {
  const { env, stdout } = terminal;
  const given = values.switch('color');
  if (given !== undefined) return given;
  return stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb';
}

export function openSession(
  values: OptionValues,
  terminal: Terminal,
  { signal, beforeEndingAtOnce }: Pick<Interruptions, 'signal' | 'beforeEndingAtOnce'>,
): Session {
  return {
    values,
    services_root: path.resolve(values.text('services') ?? path.join(PACKAGE_ROOT, 'services')),
    vectors_file: path.join(PACKAGE_ROOT, 'services', 'vectors', 'orders.json'),
    cache: path.resolve(values.text('cache-dir') ?? path.join(PACKAGE_ROOT, '.pairbench')),
    results: path.resolve(values.text('output') ?? 'results'),
    colour: wantsColour(values, terminal),
    width: TABLE_WIDTH,
    terminal,
    signal,
    beforeEndingAtOnce,
  };
}

export function servicesOf(session: Session): Service[] {
  return discoverServices(session.services_root);
}

/** The matrix filling in on a terminal, lines elsewhere and without colours, nothing with `--quiet` or `--no-progress`. */
export function openProgress(session: Session, services: readonly ServiceId[]): Progress {
  const { values, terminal } = session;
  const { stderr, env } = terminal;
  const hidden = values.switch('quiet') === true || values.switch('progress') === false;
  const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
  // A terminal that does not tell its size cannot be drawn on.
  const isSized = stderr.isTTY && stderr.columns > 0 && stderr.rows > 0;
  const plain = !isSized || env.TERM === 'dumb' || isSet(env.CI) || isSet(env.NO_COLOR);
  return createProgress({
    stream: stderr,
    mode: hidden ? 'quiet' : plain ? 'lines' : 'status',
    verbose: values.switch('verbose') === true,
    services,
    now_ms: () => performance.now(),
  });
}

export function prepareOptions(session: Session, emit: PrepareOptions['emit']): PrepareOptions {
  return {
    cache: session.cache,
    policy: installPolicy(session.terminal.env),
    emit,
    signal: session.signal,
  };
}
