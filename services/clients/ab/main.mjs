// ab behind the client contract of services/README.md, as far as ab can keep it.
import { load } from './load.mjs';
import { AbFailure, abVersion } from './run-ab.mjs';
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
      process.stderr.write(`ab: ${event.message}\n`);
  },
};

try {
  const { versions: asksVersions, format, settings } = readCommandLine(process.argv.slice(2));
  const versions = { ab: await abVersion(), node: process.versions.node };
  if (asksVersions) print(versions);
  else if (!(await load(settings, versions, PRINTERS[format]))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError || error instanceof AbFailure)) throw error;
  process.stderr.write(`ab: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
