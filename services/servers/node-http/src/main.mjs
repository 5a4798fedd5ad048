// Starts the server: reads the environment, listens, says so, and ends on SIGTERM.
import cluster from 'node:cluster';
import { OrderServer } from './order-server.mjs';
import { readSettings, SettingsError } from './settings.mjs';
import { primaryStats, runPrimary, serveAsWorker } from './workers.mjs';

const SHUTDOWN_TIMEOUT_MS = 1000;

function runAlone(settings) {
  const server = new OrderServer(settings, process.pid, () => Promise.resolve(server.counts));
  server.listen(
    ({ port }) => console.log(JSON.stringify({ event: 'listening', port, pid: process.pid })),
    (error) => {
      console.error(`cannot listen: ${error.message}`);
      process.exitCode = 1;
    },
  );
  endOnSignal(server);
}

function runAsWorker(settings) {
  const server = new OrderServer(settings, process.ppid, primaryStats);
  serveAsWorker(server);
  endOnSignal(server);
}

/** Requests in flight get a moment; the contract allows 2 s for all of it. */
function endOnSignal(server) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      // A worker would be kept alive by its channel to the main process.
      server.close(() => process.exit(0));
      setTimeout(() => server.closeAllConnections(), SHUTDOWN_TIMEOUT_MS).unref();
    });
  }
}

function main(words) {
  if (words.join(' ') === '--versions') {
    console.log(JSON.stringify({ node: process.versions.node }));
    return;
  }
  if (words.length > 0) throw new SettingsError(`unknown words: ${words.join(' ')}`);
  const settings = readSettings(process.env);
  if (cluster.isWorker) runAsWorker(settings);
  else if (settings.workers === 1) runAlone(settings);
  else runPrimary(settings.workers);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
