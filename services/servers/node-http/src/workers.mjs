// Several worker processes behind one port: node:cluster gives each new connection to the next of them.
import cluster from 'node:cluster';

const STOP_TIMEOUT_MS = 1800;

const GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED']);

/** Starts the workers, announces them when all listen, and ends with the first of them. */
export function runPrimary(count) {
  const workers = Array.from({ length: count }, () => cluster.fork());
  const census = new Census(workers);
  let listening = 0;
  let isStopping = false;

  cluster.on('listening', (_, { port }) => {
    listening += 1;
    // All listen on the port that the first one got.
    if (listening === count) {
      console.log(JSON.stringify({ event: 'listening', port, pid: process.pid }));
    }
  });
  // What is sent to a worker that has just ended does not arrive; its exit is told a moment later.
  for (const worker of workers) {
    worker.on('error', (fault) => {
      if (!isStopping && !GONE.has(fault.code)) throw fault;
    });
  }
  cluster.on('message', (worker, message) => {
    if (message.ask === 'totals') census.ask(worker);
    if (message.counts !== undefined) census.add(message);
    if (message.cannotListen !== undefined && !isStopping) {
      stop('SIGKILL');
      fail(`cannot listen: ${message.cannotListen}`);
    }
  });
  cluster.on('exit', () => {
    if (isStopping) return;
    stop('SIGKILL');
    fail('a worker process ended on its own');
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop('SIGTERM'));

  function stop(signal) {
    isStopping = true;
    const kill = (how) => workers.forEach((worker) => worker.process.kill(how));
    kill(signal);
    setTimeout(() => kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

/** Adds up what the workers have counted, each time that one of them has to tell. */
class Census {
  #workers;
  #questions = new Map(); // number -> {asker, missing, orders, connections}
  #asked = 0;

  constructor(workers) {
    this.#workers = workers;
  }

  ask(asker) {
    this.#asked += 1;
    const missing = this.#workers.length;
    this.#questions.set(this.#asked, { asker, missing, orders: 0, connections: 0 });
    // A worker that is gone ends the server, so nobody waits for its answer.
    for (const worker of this.#workers) worker.send({ count: this.#asked }, () => {});
  }

  add({ question, counts }) {
    const sum = this.#questions.get(question);
    sum.orders += counts.orders;
    sum.connections += counts.connections;
    sum.missing -= 1;
    if (sum.missing > 0) return;
    this.#questions.delete(question);
    const { asker, orders, connections } = sum;
    asker.send({ totals: { orders, connections } }, () => {});
  }
}

const waiting = []; // resolvers of those who asked for totals; answers come in the order of questions

/** In a worker: the counts of all workers, as they are now. */
export function primaryStats() {
  process.send({ ask: 'totals' });
  return new Promise((resolve) => waiting.push(resolve));
}

/** In a worker: it ends with the main process, because node:cluster ends it when their channel closes. */
export function serveAsWorker(server) {
  process.on('message', ({ count, totals }) => {
    if (count !== undefined) process.send({ question: count, counts: server.counts });
    if (totals !== undefined) waiting.shift()(totals);
  });
  server.listen(
    () => {},
    (error) => process.send({ cannotListen: error.message }),
  );
}
