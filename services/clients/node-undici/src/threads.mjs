// Shares the load out over worker threads, and makes one stream of events of theirs.
import { Worker } from 'node:worker_threads';
import { mainOrigin, nowNs } from './clock.mjs';
import { addResults } from './results.mjs';

/** From the message to the common start, so that every thread is there in time. */
const START_DELAY_NS = 20e6;

const sum = (events, field) => events.reduce((total, event) => total + event[field], 0);

/** Resolves when all threads have ended. A fault in one of them is a fault of this program. */
export function runInThreads(settings, ticketMemory, emit) {
  const { threads } = settings;
  return new Promise((resolve, reject) => {
    const workers = Array.from({ length: threads }, (_, first) => {
      const share = { first, step: threads };
      const workerData = { origin: mainOrigin, settings, share, ticketMemory };
      return new Worker(new URL('thread.mjs', import.meta.url), { workerData });
    });
    const stop = () => Promise.all(workers.map((worker) => worker.terminate()));
    const merger = new Merger(threads, emit, () => {
      const startNs = nowNs() + START_DELAY_NS;
      for (const worker of workers) worker.postMessage(startNs);
    });
    let running = threads;
    for (const worker of workers) {
      worker.on('message', (event) => {
        merger.add(event);
        if (event.event === 'failed') stop().then(resolve, reject);
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        running -= 1;
        if (running === 0) resolve();
      });
    }
  });
}

/** Collects one event of each thread and emits their sum. */
class Merger {
  #threads;
  #emit;
  #onConnected;
  #hasFailed = false;
  #isMeasuring = false;
  #gathered = { connected: [], interval: [], window_end: [], result: [] };

  constructor(threads, emit, onConnected) {
    this.#threads = threads;
    this.#emit = emit;
    this.#onConnected = onConnected;
  }

  add(event) {
    if (this.#hasFailed) return;
    switch (event.event) {
      case 'failed':
        this.#hasFailed = true;
        this.#emit(event);
        return;
      case 'measuring':
        if (!this.#isMeasuring) this.#emit(event);
        this.#isMeasuring = true;
        return;
      case 'interval':
        // Those of the warm-up that come after another thread's window began are left out.
        if ((event.phase === 'window') !== this.#isMeasuring) return;
        if (this.#gathered.interval[0]?.phase !== event.phase) this.#gathered.interval = [];
        break;
    }
    const events = this.#gathered[event.event];
    events.push(event);
    if (events.length < this.#threads) return;
    this.#gathered[event.event] = [];
    this.#emit(merged[event.event](events));
    if (event.event === 'connected') this.#onConnected();
  }
}

const longest = (events) => Math.max(...events.map(({ elapsed_ns }) => elapsed_ns));

const merged = {
  connected: (events) => ({
    event: 'connected',
    connections: sum(events, 'connections'),
    elapsed_ns: longest(events),
  }),
  interval: (events) => ({
    event: 'interval',
    phase: events[0].phase,
    elapsed_ns: longest(events),
    completed: sum(events, 'completed'),
    errors: sum(events, 'errors'),
  }),
  window_end: (events) => ({
    event: 'window_end',
    // A thread that found the last request taken ended its window a moment after the true end.
    elapsed_ns: Math.min(...events.map(({ elapsed_ns }) => elapsed_ns)),
    completed: sum(events, 'completed'),
    errors: sum(events, 'errors'),
  }),
  result: (events) => events.reduce(addResults),
};
