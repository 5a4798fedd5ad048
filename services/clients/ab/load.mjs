// One run as the contract has it: hello, warm-up, window, result.
import { once } from 'node:events';
import { connect } from 'node:net';
import { orderBody } from './order-body.mjs';
import { closed, failures, readReport, successes, UnreadableReport } from './read-ab.mjs';
import { AbFailure, runAb } from './run-ab.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */
/** @typedef {import('./read-ab.mjs').Report} Report */

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

/** Whether anybody takes a connection; ab opens its own anew in each run. @param {Settings} settings */
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

/**
 * Throws a Failure where the figures would be those of another kind of run than was asked for.
 * @param {Settings} settings @param {Report} report
 */
function refuseUnlikeRun({ keep_alive, connections }, report) {
  const { requests } = report;
  if (requests === 0) throw new Failure('other', 'no request was answered');
  if (!keep_alive || closed(report, connections) === 0) return;
  throw new Failure(
    'other',
    `the server did not keep the connections: it closed them after ${closed(report, connections)} of ` +
      `${requests} answers; ab speaks HTTP/1.0 and keeps a connection only when the answer says ` +
      '"Connection: keep-alive", so this run would not be like those of the other clients; measure this ' +
      'server with ab and --no-keep-alive, or with wrk',
  );
}

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

/** Emits the window's beginning and its end. @param {Emit} emit */
function windowHooks(emit) {
  let [started_ms, hasEnded] = [0, false];
  /** @param {{elapsed_ns: number, completed: number, errors: number}} ended */
  const end = (ended) => {
    if (!hasEnded) emit({ event: 'window_end', ...ended });
    hasEnded = true;
  };
  return {
    onStart() {
      started_ms = performance.now();
      emit({ event: 'measuring' });
    },
    // How many of them have failed is in the report only, which ab prints after sorting.
    onFinished(/** @type {number} */ completed) {
      const elapsed_ns = Math.round((performance.now() - started_ms) * 1e6);
      end({ elapsed_ns, completed, errors: 0 });
    },
    end,
  };
}

/** @param {Settings} settings @param {Emit} emit */
async function carryOut(settings, emit) {
  const started_ms = performance.now();
  await tryToConnect(settings);
  const elapsed_ns = Math.round((performance.now() - started_ms) * 1e6);
  // None of those that ab uses is open yet.
  emit({ event: 'connected', ...{ connections: 0, elapsed_ns } });
  const body = orderBody(settings.payload_bytes, BigInt(Date.now()) * 1_000_000n);
  /** @param {import('./run-ab.mjs').Length} length @param {import('./run-ab.mjs').Hooks} hooks */
  const run = async (length, hooks) => {
    const report = readReport(await runAb(settings, length, body, hooks));
    refuseUnlikeRun(settings, report);
    return report;
  };
  const nothing = { onStart: () => undefined, onFinished: () => undefined };
  const warmup_s = Math.ceil(settings.warmup_ms / 1000);
  const warmup = warmup_s === 0 ? null : await run({ seconds: warmup_s }, nothing);
  const { duration_ms, requests } = settings;
  const length = duration_ms === null ? { requests } : { seconds: duration_ms / 1000 };
  const { end, ...hooks } = windowHooks(emit);
  const window = await run(length, hooks);
  const errors = total(failures(window));
  end({ elapsed_ns: window.window_ns, completed: successes(window), errors });
  emit(resultOf(warmup, window), window);
}

/**
 * False: it could not be carried out, which has been emitted.
 * @param {Settings} settings
 * @param {Readonly<Record<string, string>>} versions
 * @param {Emit} emit
 */
export async function load(settings, versions, emit) {
  const hello = { schema: 'pairbench.client/1', name: 'ab', pid: process.pid, versions, settings };
  emit({ event: 'hello', ...hello });
  try {
    await carryOut(settings, emit);
    return true;
  } catch (error) {
    if (!(error instanceof Failure || error instanceof AbFailure || error instanceof UnreadableReport))
      throw error;
    const kind = error instanceof UnreadableReport ? 'other' : error.kind;
    emit({ event: 'failed', ...{ kind, message: error.message } });
    return false;
  }
}
