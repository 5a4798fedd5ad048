// One run as the contract has it: hello, warm-up, window, result.
import { once } from 'node:events';
import { connect } from 'node:net';
import { orderScript } from './order-script.mjs';
import { failures, readReport, successes, UnreadableReport } from './read-wrk.mjs';
import { runWrk, WrkFailure } from './run-wrk.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */
/** @typedef {import('./read-wrk.mjs').Report} Report */

/** The run cannot be carried out; `kind` is one of the contract. */
class Failure extends Error {
  /** @param {string} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** @type {Readonly<Record<string, string>>} */
const KINDS = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EMFILE: 'fd_limit',
  ENFILE: 'fd_limit',
  EADDRNOTAVAIL: 'port_exhausted',
};

/** Whether anybody takes a connection; wrk opens its own anew in each run. @param {Settings} settings */
async function tryToConnect({ url, timeout_ms }) {
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || '80'),
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeout_ms) });
  } catch (error) {
    if (error.name === 'AbortError')
      throw new Failure('connect_timeout', `no connection within ${timeout_ms / 1000} s`);
    throw new Failure(KINDS[error.code] ?? 'other', error.message);
  } finally {
    socket.destroy();
  }
}

/** @param {Record<string, number>} errors */
const total = (errors) => Object.values(errors).reduce((sum, count) => sum + count, 0);

/** @param {Report | null} warmup @param {Report} window */
function resultOf(warmup, window) {
  return {
    event: 'result',
    window_ns: window.window_ns,
    // What is in flight at the end of a run is nobody's.
    requests: {
      warmup: warmup === null ? 0 : successes(warmup),
      window: successes(window),
      drained: 0,
    },
    rtt_ns: null,
    server_latency_ns: null,
    errors: failures(window),
    errors_outside_window: warmup === null ? {} : failures(warmup),
    failure_rtt_ns: null,
    connections_opened: null,
    open_loop: null,
  };
}

/** @typedef {(event: {event: string}, report?: Report) => void} Emit */

/** @param {Settings} settings @param {Emit} emit */
async function carryOut(settings, emit) {
  const started = performance.now();
  await tryToConnect(settings);
  const elapsed_ns = Math.round((performance.now() - started) * 1e6);
  // None of those that wrk uses is open yet.
  emit({ event: 'connected', ...{ connections: 0, elapsed_ns } });
  const script = orderScript(settings, BigInt(Date.now()) * 1_000_000n);
  /** @param {number} seconds @param {() => void} onStart */
  const run = async (seconds, onStart) =>
    readReport(await runWrk(settings, seconds, script, onStart));
  const warmup_s = Math.ceil(settings.warmup_ms / 1000);
  const warmup = warmup_s === 0 ? null : await run(warmup_s, () => undefined);
  const window = await run(settings.duration_ms / 1000, () => emit({ event: 'measuring' }));
  const completed = successes(window);
  const ended = { elapsed_ns: window.window_ns, completed, errors: total(failures(window)) };
  emit({ event: 'window_end', ...ended });
  emit(resultOf(warmup, window), window);
}

/**
 * False: it could not be carried out, which has been emitted.
 * @param {Settings} settings
 * @param {Readonly<Record<string, string>>} versions
 * @param {Emit} emit
 */
export async function load(settings, versions, emit) {
  const hello = { schema: 'pairbench.client/1', name: 'wrk', pid: process.pid, versions, settings };
  emit({ event: 'hello', ...hello });
  try {
    await carryOut(settings, emit);
    return true;
  } catch (error) {
    const isOwn =
      error instanceof Failure || error instanceof WrkFailure || error instanceof UnreadableReport;
    if (!isOwn) throw error;
    const kind = error instanceof Failure ? error.kind : 'other';
    emit({ event: 'failed', ...{ kind, message: error.message } });
    return false;
  }
}
