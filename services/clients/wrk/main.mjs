// wrk behind the client contract of services/README.md, as far as wrk can keep it.
import { load } from './load.mjs';
import { WrkFailure, wrkVersion } from './run-wrk.mjs';
import { readCommandLine, UsageError } from './settings.mjs';
import { textOf } from './text.mjs';

/** @param {unknown} value */
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** @type {Readonly<Record<string, import('./load.mjs').Emit>>} */
const PRINTERS = {
  json: print,
  text(event, report) {
    if (report !== undefined) process.stdout.write(`${textOf(report)}\n`);
    if (event.event === 'failed' && 'message' in event)
      process.stderr.write(`wrk: ${event.message}\n`);
  },
};

try {
  const { versions: asksVersions, format, settings } = readCommandLine(process.argv.slice(2));
  const versions = { wrk: await wrkVersion(), node: process.versions.node };
  if (asksVersions) print(versions);
  else if (!(await load(settings, versions, PRINTERS[format]))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError || error instanceof WrkFailure)) throw error;
  process.stderr.write(`wrk: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
