// Starts the client: reads the flags, carries the run out, and reports it.
import { createRequire } from 'node:module';
import { nowNs } from './clock.mjs';
import { Tickets } from './phases.mjs';
import { REPORTS } from './report.mjs';
import { readCommandLine, UsageError } from './settings.mjs';
import { runShare } from './share.mjs';
import { runInThreads } from './threads.mjs';

const REPORTED_PACKAGES = ['undici', 'hdr-histogram-js'];

function versions() {
  const require = createRequire(import.meta.url);
  const packages = REPORTED_PACKAGES.map((name) => [name, require(`${name}/package.json`).version]);
  return { ...Object.fromEntries(packages), node: process.versions.node };
}

async function load({ settings, format }) {
  const emit = (event) => {
    if (event.event === 'failed') process.exitCode = 1;
    REPORTS[format](event);
  };
  emit({
    event: 'hello',
    schema: 'pairbench.client/1',
    name: 'node-undici',
    pid: process.pid,
    versions: versions(),
    settings,
  });
  const ticketMemory = settings.requests === null ? null : Tickets.shared(settings.requests);
  if (settings.threads > 1) {
    await runInThreads(settings, ticketMemory, emit);
    return;
  }
  const share = { first: 0, step: 1 };
  await runShare({ settings, share, ticketMemory, emit, start: async () => nowNs() });
}

try {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.versions) process.stdout.write(`${JSON.stringify(versions())}\n`);
  else await load(commandLine);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
